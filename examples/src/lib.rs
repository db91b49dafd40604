//! Nothing: this package is its examples. Run one from the root: `cargo run --example todo_api`.
