use fastrs::prelude::*;

#[post("/")]
async fn read_item(#[body(raw)] first: Bytes, #[body(raw)] second: String) -> String {
    let _ = (first, second);
    unimplemented!()
}

fn main() {}
