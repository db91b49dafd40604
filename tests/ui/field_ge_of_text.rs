use fastrs::prelude::*;

#[model]
struct Item {
    #[field(ge = 3)]
    value: String,
}

fn main() {}
