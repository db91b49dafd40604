use fastrs::prelude::*;

struct CurrentUser;

#[dependency(scope = "request")]
async fn current_user() -> CurrentUser {
    CurrentUser
}

fn main() {}
