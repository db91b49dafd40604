use fastrs::prelude::*;

struct CurrentUser;

#[dependency]
async fn current_user(#[body] name: String) -> CurrentUser {
    let _ = name;
    CurrentUser
}

fn main() {}
