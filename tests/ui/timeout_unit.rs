use fastrs::prelude::*;

#[get("/", timeout = "5 seconds")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
