use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(multiple_of = 0)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
