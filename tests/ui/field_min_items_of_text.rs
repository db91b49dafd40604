use fastrs::prelude::*;

#[model]
struct Item {
    #[field(min_items = 3)]
    value: String,
}

fn main() {}
