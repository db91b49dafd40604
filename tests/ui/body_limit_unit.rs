use fastrs::prelude::*;

#[post("/", body_limit = "50 mb")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
