use fastrs::prelude::*;

struct Paid;

#[post("/invoices", callbacks = [Paid])]
async fn create() -> NoContent {
    NoContent
}

fn main() {}
