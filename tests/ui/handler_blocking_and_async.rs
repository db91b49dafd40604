use fastrs::prelude::*;

#[get("/", blocking)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
