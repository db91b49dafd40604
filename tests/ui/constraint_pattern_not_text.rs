use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(pattern = 5)] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
