use fastrs::prelude::*;

#[get("/items?limit=10")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
