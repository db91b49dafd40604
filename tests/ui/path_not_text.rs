use fastrs::prelude::*;

#[get(items)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
