use fastrs::prelude::*;

#[get("/items/{id}")]
async fn read_item(#[path(default = 1)] id: u64) -> String {
    let _ = id;
    unimplemented!()
}

fn main() {}
