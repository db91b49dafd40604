use fastrs::prelude::*;

#[post("/", body_limit = 50)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
