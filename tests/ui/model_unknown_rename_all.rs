use fastrs::prelude::*;

#[model(rename_all = "camelcase")]
struct Item {
    name: String,
}

fn main() {}
