use fastrs::prelude::*;

#[get("/items", layers = [5])]
async fn read_items() {}

fn main() {}
