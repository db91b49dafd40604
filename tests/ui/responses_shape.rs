use fastrs::prelude::*;

#[get("/", responses(404))]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
