use fastrs::prelude::*;

#[model(output, output)]
struct Item {
    name: String,
}

fn main() {}
