use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(min_items = 3)] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
