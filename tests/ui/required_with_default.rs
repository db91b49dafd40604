use fastrs::prelude::*;

#[get("/")]
async fn read(#[query(required, default = 3)] limit: Option<u32>) -> String {
    format!("{limit:?}")
}

fn main() {}
