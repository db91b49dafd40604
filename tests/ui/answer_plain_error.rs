use fastrs::prelude::*;

struct ItemError;

#[get("/")]
async fn read_item() -> Result<String, ItemError> {
    unimplemented!()
}

fn main() {}
