use fastrs::prelude::*;

#[get("/", status = "201")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
