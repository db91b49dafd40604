use fastrs::prelude::*;

struct Item {
    name: String,
}

#[get("/")]
async fn read_item() -> Reply<Item> {
    unimplemented!()
}

fn main() {}
