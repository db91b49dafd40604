use fastrs::prelude::*;

#[dependency]
async fn name() -> String {
    String::new()
}

fn main() {}
