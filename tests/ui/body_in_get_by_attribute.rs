use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[get("/")]
async fn read_item(#[body] item: Item) -> String {
    let _ = item;
    unimplemented!()
}

fn main() {}
