use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = 7, multiple_of = 5)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
