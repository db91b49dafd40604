use fastrs::prelude::*;

#[get("/", status = 600)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
