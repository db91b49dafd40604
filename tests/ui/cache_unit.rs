use fastrs::prelude::*;

#[get("/", cache = "60")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
