use fastrs::prelude::*;

#[model(literal, tag = "type")]
enum Shape {
    Circle { radius: f64 },
}

fn main() {}
