use fastrs::prelude::*;

fn check(_: &Item) -> Result<(), String> {
    Ok(())
}

#[model(output, validate = check)]
struct Item {
    name: String,
}

fn main() {}
