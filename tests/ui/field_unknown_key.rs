use fastrs::prelude::*;

#[model]
struct Item {
    #[field(max_lenght = 3)]
    name: String,
}

fn main() {}
