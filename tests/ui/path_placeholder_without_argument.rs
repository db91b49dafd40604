use fastrs::prelude::*;

#[get("/items/{item_id}")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
