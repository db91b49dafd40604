use fastrs::prelude::*;

#[model]
struct Item {
    #[field(unique_items)]
    value: u32,
}

fn main() {}
