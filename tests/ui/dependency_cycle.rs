use fastrs::prelude::*;

struct User;
struct Session;

#[dependency]
async fn user(_session: Depends<Session>) -> User {
    User
}

#[dependency]
async fn session(_user: Depends<User>) -> Session {
    Session
}

fn main() {}
