use fastrs::prelude::*;

struct Item {
    name: String,
}

#[get("/")]
async fn read_item() -> Vec<Item> {
    unimplemented!()
}

fn main() {}
