use fastrs::prelude::*;

#[dependency]
struct CurrentUser;

fn main() {}
