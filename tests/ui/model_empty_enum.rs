use fastrs::prelude::*;

#[model]
enum Kind {}

fn main() {}
