use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = 0, gt = 0)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
