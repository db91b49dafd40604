use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query(pattern = "^t")] flag: bool) -> String {
    let _ = flag;
    unimplemented!()
}

fn main() {}
