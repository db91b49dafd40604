use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(ge = 1, ge = 2)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
