use fastrs::prelude::*;

#[get("/items", external_docs)]
async fn read() -> NoContent {
    NoContent
}

#[get("/more", external_docs("https://example.com", "More", "Even more"))]
async fn more() -> NoContent {
    NoContent
}

fn main() {}
