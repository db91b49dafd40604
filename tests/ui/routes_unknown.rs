use fastrs::prelude::*;

fn main() {
    let _ = App::new("Items", "1.0.0").routes(routes![read_item]);
}
