use fastrs::prelude::*;

#[model]
struct Item {
    #[field(pattern = "^t")]
    value: bool,
}

fn main() {}
