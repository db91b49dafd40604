use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = -1, ge = 0)] limit: i32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
