use fastrs::prelude::*;

#[model(partial = NamePatch)]
struct Name(String);

fn main() {}
