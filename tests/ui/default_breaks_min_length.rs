use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = "a", min_length = 2)] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
