use fastrs::prelude::*;

fn short(name: &String) -> bool {
    name.len() < 9
}

#[model]
struct Item {
    #[field(validate = short)]
    name: String,
}

fn main() {}
