use fastrs::prelude::*;

#[get("/files/{rest:path}")]
async fn read_item(rest: String) -> String {
    let _ = rest;
    unimplemented!()
}

fn main() {}
