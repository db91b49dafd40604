use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(min_items = 3, max_items = 2)] tag: Vec<String>) -> String {
    let _ = tag;
    unimplemented!()
}

fn main() {}
