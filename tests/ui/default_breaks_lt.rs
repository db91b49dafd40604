use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = 10, lt = 10)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
