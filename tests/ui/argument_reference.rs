use fastrs::prelude::*;

#[get("/")]
async fn read_item(name: &str) -> String {
    let _ = name;
    unimplemented!()
}

fn main() {}
