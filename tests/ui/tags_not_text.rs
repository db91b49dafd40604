use fastrs::prelude::*;

#[get("/", tags = [items])]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
