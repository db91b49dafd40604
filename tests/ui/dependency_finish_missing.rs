use fastrs::prelude::*;

struct Session;

#[dependency(finish)]
async fn session() -> Session {
    Session
}

fn main() {}
