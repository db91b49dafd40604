use fastrs::prelude::*;

#[get("/items")]
async fn read(#[query(example("cheap", summary = "A cheap one"))] price: u8) -> String {
    price.to_string()
}

#[get("/more")]
async fn more(#[query(example("cheap", sumary = "A cheap one", value = 1))] price: u8) -> String {
    price.to_string()
}

fn main() {}
