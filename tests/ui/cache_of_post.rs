use fastrs::prelude::*;

#[post("/", cache = "60 s")]
async fn create_item() -> String {
    unimplemented!()
}

fn main() {}
