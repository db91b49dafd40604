use fastrs::prelude::*;

#[post("/")]
async fn read_item(#[query(raw)] bytes: String) -> String {
    let _ = bytes;
    unimplemented!()
}

fn main() {}
