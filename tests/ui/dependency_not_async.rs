use fastrs::prelude::*;

struct CurrentUser;

#[dependency]
fn current_user() -> CurrentUser {
    CurrentUser
}

fn main() {}
