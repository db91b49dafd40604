use fastrs::prelude::*;

#[model(literal)]
enum Order {
    Up,
    By(u8),
}

fn main() {}
