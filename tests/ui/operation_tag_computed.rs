use fastrs::prelude::*;

#[get("/items", tags = [format!("items")])]
async fn read() -> NoContent {
    NoContent
}

fn main() {}
