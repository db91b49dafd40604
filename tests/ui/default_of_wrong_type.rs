use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = "ten")] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
