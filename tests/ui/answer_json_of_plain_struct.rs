use fastrs::prelude::*;

struct Item {
    name: String,
}

#[get("/")]
async fn read_item() -> Json<Item> {
    unimplemented!()
}

fn main() {}
