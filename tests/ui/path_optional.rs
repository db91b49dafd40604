use fastrs::prelude::*;

#[get("/items/{id}")]
async fn read_item(id: Option<u64>) -> String {
    let _ = id;
    unimplemented!()
}

fn main() {}
