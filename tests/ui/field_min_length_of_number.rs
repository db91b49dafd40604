use fastrs::prelude::*;

#[model]
struct Item {
    #[field(min_length = 3)]
    value: u32,
}

fn main() {}
