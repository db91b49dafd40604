use fastrs::prelude::*;

#[get("/items/{id:int}")]
async fn read_item(id: u64) -> String {
    let _ = id;
    unimplemented!()
}

fn main() {}
