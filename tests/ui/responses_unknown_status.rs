use fastrs::prelude::*;

#[get("/", responses((600, "Never")))]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
