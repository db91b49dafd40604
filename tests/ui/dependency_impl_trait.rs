use fastrs::prelude::*;

#[dependency]
async fn text() -> impl Send + Sync {
    1
}

fn main() {}
