use fastrs::prelude::*;

#[model(partial = KindPatch)]
enum Kind {
    Laptop,
}

fn main() {}
