use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(min_lenght = 3)] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
