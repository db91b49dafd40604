use fastrs::prelude::*;

#[get("/items")]
async fn read_item(limit: u64) -> String {
    limit.to_string()
}

fn main() {
    let _ = read_item::request().limit("ten");
}
