use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(ge = 3)] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
