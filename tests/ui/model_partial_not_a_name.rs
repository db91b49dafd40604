use fastrs::prelude::*;

#[model(partial)]
struct Item {
    name: String,
}

fn main() {}
