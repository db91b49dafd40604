use fastrs::prelude::*;

struct CurrentUser;

#[dependency]
async fn first() -> CurrentUser {
    CurrentUser
}

#[dependency]
async fn second() -> CurrentUser {
    CurrentUser
}

fn main() {}
