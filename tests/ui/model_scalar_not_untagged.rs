use fastrs::prelude::*;

#[model(scalar)]
enum Either {
    Number(i64),
    Text(String),
}

fn main() {}
