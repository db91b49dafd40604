use fastrs::prelude::*;

fn check(_: &Kind) -> Result<(), String> {
    Ok(())
}

#[model(validate = check)]
enum Kind {
    Laptop,
}

fn main() {}
