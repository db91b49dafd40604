use fastrs::prelude::*;

#[model(integer)]
enum Level {
    Low(u8),
}

fn main() {}
