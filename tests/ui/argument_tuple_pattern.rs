use fastrs::prelude::*;

#[get("/")]
async fn read_item((a, b): (u64, u64)) -> String {
    let _ = (a, b);
    unimplemented!()
}

fn main() {}
