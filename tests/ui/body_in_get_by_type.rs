use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[get("/")]
async fn read_item(item: Item) -> String {
    let _ = item;
    unimplemented!()
}

fn main() {}
