use fastrs::prelude::*;

#[derive(ApiError)]
union ItemError {
    int: u32,
    float: f32,
}

fn main() {}
