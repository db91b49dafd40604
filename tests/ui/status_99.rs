use fastrs::prelude::*;

#[get("/", status = 99)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
