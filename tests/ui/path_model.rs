use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[get("/items/{item}")]
async fn read_item(item: Item) -> String {
    let _ = item;
    unimplemented!()
}

fn main() {}
