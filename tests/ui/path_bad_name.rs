use fastrs::prelude::*;

#[get("/items/{item-id}")]
async fn read_item(item_id: u64) -> String {
    let _ = item_id;
    unimplemented!()
}

fn main() {}
