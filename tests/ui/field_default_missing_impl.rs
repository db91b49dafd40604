use fastrs::prelude::*;

#[model]
enum Kind {
    Laptop,
}

#[model]
struct Item {
    #[field(default)]
    kind: Kind,
}

fn main() {}
