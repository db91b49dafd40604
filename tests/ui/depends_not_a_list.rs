use fastrs::prelude::*;

#[get("/", depends = "CurrentUser")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
