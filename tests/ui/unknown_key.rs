use fastrs::prelude::*;

#[get("/", statsu = 201)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
