use fastrs::prelude::*;

#[model]
struct Item {
    #[field(opaque, ge = 1)]
    price: u64,
}

fn main() {}
