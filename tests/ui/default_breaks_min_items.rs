use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = ["a"], min_items = 2)] tag: Vec<String>) -> String {
    let _ = tag;
    unimplemented!()
}

fn main() {}
