use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[get("/")]
async fn read_item(items: Vec<Item>) -> String {
    let _ = items;
    unimplemented!()
}

fn main() {}
