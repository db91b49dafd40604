use fastrs::prelude::*;

#[model(integer)]
enum Level {
    Low,
    High = 2,
}

fn main() {}
