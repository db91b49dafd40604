use fastrs::prelude::*;

#[model]
struct Item {
    #[field(hidden)]
    name: String,
}

fn main() {}
