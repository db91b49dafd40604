use fastrs::prelude::*;

#[model(deny_unknown_field)]
struct Item {
    name: String,
}

fn main() {}
