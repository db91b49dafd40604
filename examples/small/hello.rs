//! The smallest app: `cargo run --example hello`, then <http://127.0.0.1:8000/docs>.

use fastrs::prelude::*;

/// Greet the world.
#[get("/")]
async fn root() -> &'static str {
    "Hello, World!"
}

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    App::new("Hello", "1.0.0").routes(routes![root]).serve("127.0.0.1:8000").await
}
