use fastrs::prelude::*;

#[model(exclude_none)]
enum Kind {
    A,
}

#[model(exclude_none)]
struct Name(Option<String>);

fn main() {}
