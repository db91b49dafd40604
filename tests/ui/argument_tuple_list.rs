use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query] points: Vec<(u32, u32)>) -> String {
    let _ = points;
    unimplemented!()
}

fn main() {}
