use fastrs::prelude::*;

#[model(untagged)]
struct Item {
    name: String,
}

fn main() {}
