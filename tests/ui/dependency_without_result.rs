use fastrs::prelude::*;

#[dependency]
async fn current_user() {
}

fn main() {}
