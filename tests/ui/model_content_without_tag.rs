use fastrs::prelude::*;

#[model(content = "data")]
enum Shape {
    Circle { r: f64 },
}

fn main() {}
