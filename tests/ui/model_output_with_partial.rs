use fastrs::prelude::*;

#[model(output, partial = ItemPatch)]
struct Item {
    name: String,
}

fn main() {}
