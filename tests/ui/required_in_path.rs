use fastrs::prelude::*;

#[get("/{id}")]
async fn read(#[path(required)] id: u32) -> String {
    id.to_string()
}

fn main() {}
