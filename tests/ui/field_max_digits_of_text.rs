use fastrs::prelude::*;

#[model]
struct Item {
    #[field(max_digits = 3)]
    price: f64,
}

fn main() {}
