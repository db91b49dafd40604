use fastrs::prelude::*;

#[get("/")]
struct Items {
    name: String,
}

fn main() {}
