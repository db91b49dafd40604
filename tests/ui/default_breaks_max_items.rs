use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = ["a", "b"], max_items = 1)] tag: Vec<String>) -> String {
    let _ = tag;
    unimplemented!()
}

fn main() {}
