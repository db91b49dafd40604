use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(min_length = 3)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
