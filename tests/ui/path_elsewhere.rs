use fastrs::prelude::*;

#[get("/items/{id}")]
async fn read_item(#[query] id: u64) -> String {
    let _ = id;
    unimplemented!()
}

fn main() {}
