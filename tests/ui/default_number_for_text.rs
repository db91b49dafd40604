use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(default = 10)] q: String) -> String {
    let _ = q;
    unimplemented!()
}

fn main() {}
