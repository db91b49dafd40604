use fastrs::prelude::*;

fn check(item: Item) -> Result<(), String> {
    if item.name.is_empty() { Err("empty".to_owned()) } else { Ok(()) }
}

#[model(validate = check)]
struct Item {
    name: String,
}

fn main() {}
