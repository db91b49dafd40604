use fastrs::prelude::*;

fn check(_: &Name) -> Result<(), String> {
    Ok(())
}

#[model(validate = check)]
struct Name(String);

fn main() {}
