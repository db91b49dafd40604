use fastrs::prelude::*;

fn edit(operation: String) -> String {
    operation
}

#[get("/items", openapi = edit)]
async fn read() -> NoContent {
    NoContent
}

fn main() {}
