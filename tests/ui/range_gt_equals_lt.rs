use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(gt = 1, lt = 1)] limit: f64) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
