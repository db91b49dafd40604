use fastrs::prelude::*;

#[get("/a/{id}/b/{id}")]
async fn read_item(id: u64) -> String {
    let _ = id;
    unimplemented!()
}

fn main() {}
