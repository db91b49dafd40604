use fastrs::prelude::*;

#[model]
union Number {
    int: u32,
    float: f32,
}

fn main() {}
