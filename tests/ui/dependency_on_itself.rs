use fastrs::prelude::*;

struct User;

#[dependency]
async fn user(_user: Depends<User>) -> User {
    User
}

fn main() {}
