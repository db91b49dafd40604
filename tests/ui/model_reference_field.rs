use fastrs::prelude::*;

#[model]
struct Item {
    name: &'static str,
}

fn main() {}
