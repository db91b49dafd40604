use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

fn main() {
    let _ = App::new("Items", "1.0.0").routes(routes![Item]);
}
