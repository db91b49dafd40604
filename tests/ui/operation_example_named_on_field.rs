use fastrs::prelude::*;

#[model]
struct Item {
    #[field(example("cheap", value = 1))]
    price: u8,
}

fn main() {}
