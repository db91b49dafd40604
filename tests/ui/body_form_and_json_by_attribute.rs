use fastrs::prelude::*;

#[post("/")]
async fn read_item(#[form] name: String, #[body] count: u32) -> String {
    let _ = (name, count);
    unimplemented!()
}

fn main() {}
