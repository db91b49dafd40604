use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(pattern = "[a-z")] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
