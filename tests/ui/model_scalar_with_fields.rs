use fastrs::prelude::*;

#[model(untagged, scalar)]
enum Either {
    Number(i64),
    Pair { a: i64 },
}

fn main() {}
