use fastrs::prelude::*;

#[get("/", hidden = true)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
