use fastrs::prelude::*;

#[model(output)]
struct Item {
    name: String,
}

#[post("/")]
async fn read_item(item: Item) -> String {
    let _ = item;
    unimplemented!()
}

fn main() {}
