use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[qurey] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
