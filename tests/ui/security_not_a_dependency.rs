use fastrs::prelude::*;
use fastrs::security::{Scope, Security};

struct User;

struct Admin;

impl Scope for Admin {
    const NAME: &'static str = "admin";
}

#[get("/me")]
async fn me(user: Security<User, Admin>) -> String {
    let _ = user;
    String::new()
}

fn main() {}
