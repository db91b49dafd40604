use fastrs::prelude::*;

#[get("/")]
fn read_item() -> String {
    unimplemented!()
}

fn main() {}
