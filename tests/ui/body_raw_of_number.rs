use fastrs::prelude::*;

#[post("/")]
async fn read_item(#[body(raw)] bytes: u32) -> String {
    let _ = bytes;
    unimplemented!()
}

fn main() {}
