use fastrs::prelude::*;

#[model]
fn item() {}

fn main() {}
