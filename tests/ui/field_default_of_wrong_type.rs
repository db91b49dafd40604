use fastrs::prelude::*;

#[model]
struct Item {
    #[field(default = "ten")]
    count: u32,
}

fn main() {}
