use fastrs::prelude::*;

#[head("/")]
async fn read_item(#[form] name: String) -> NoContent {
    let _ = name;
    unimplemented!()
}

fn main() {}
