use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(unique_items)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
