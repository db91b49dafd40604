use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[post("/")]
async fn read_item(#[body(raw)] bytes: Bytes, item: Item) -> String {
    let _ = (bytes, item);
    unimplemented!()
}

fn main() {}
