use fastrs::prelude::*;

#[get]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
