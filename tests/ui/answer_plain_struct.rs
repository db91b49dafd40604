use fastrs::prelude::*;

struct Item {
    name: String,
}

#[get("/")]
async fn read_item() -> Item {
    unimplemented!()
}

fn main() {}
