use fastrs::prelude::*;

#[model]
struct Item {
    #[field(default = 0, gt = 0)]
    count: u32,
}

fn main() {}
