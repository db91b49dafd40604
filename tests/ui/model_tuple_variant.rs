use fastrs::prelude::*;

#[model]
enum Shape {
    Circle { r: f64 },
    Square(f64, f64),
}

fn main() {}
