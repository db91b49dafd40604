use fastrs::prelude::*;

#[model]
struct Nothing;

fn main() {}
