use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[post("/")]
async fn read_item(#[form] name: String, item: Item) -> String {
    let _ = (name, item);
    unimplemented!()
}

fn main() {}
