use fastrs::prelude::*;

#[get("/files/*rest")]
async fn read_item(rest: String) -> String {
    let _ = rest;
    unimplemented!()
}

fn main() {}
