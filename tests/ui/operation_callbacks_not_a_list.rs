use fastrs::prelude::*;

#[post("{$request.body.url}")]
async fn paid() -> NoContent;

#[post("/invoices", callbacks = paid)]
async fn create() -> NoContent {
    NoContent
}

fn main() {}
