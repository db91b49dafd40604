use fastrs::prelude::*;

#[get("/")]
async fn read_item<T>(value: Option<T>) -> String {
    let _ = value;
    unimplemented!()
}

fn main() {}
