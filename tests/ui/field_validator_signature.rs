use fastrs::prelude::*;

fn short(name: &u32) -> Result<(), String> {
    if *name < 9 { Ok(()) } else { Err("long".to_owned()) }
}

#[model]
struct Item {
    #[field(validate = short)]
    name: String,
}

fn main() {}
