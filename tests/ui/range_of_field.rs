use fastrs::prelude::*;

#[model]
struct Item {
    #[field(gt = 10, le = 1)]
    price: f64,
}

fn main() {}
