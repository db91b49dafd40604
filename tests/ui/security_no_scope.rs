use fastrs::prelude::*;
use fastrs::security::Security;

struct User;

#[dependency]
async fn user() -> User {
    User
}

struct Admin;

#[get("/me")]
async fn me(user: Security<User, Admin>) -> String {
    let _ = user;
    String::new()
}

fn main() {}
