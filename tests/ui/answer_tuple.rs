use fastrs::prelude::*;

#[get("/")]
async fn read_item() -> (StatusCode, String) {
    unimplemented!()
}

fn main() {}
