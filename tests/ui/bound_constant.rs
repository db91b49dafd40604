use fastrs::prelude::*;

const LOW: u32 = 1;

#[get("/")]
async fn read_item(#[query(ge = LOW)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
