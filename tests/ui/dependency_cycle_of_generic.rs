use std::marker::PhantomData;

use fastrs::prelude::*;
use fastrs::security::{Scope, Security};

trait Role: Send + Sync + 'static {}

struct Admin;

impl Role for Admin {}

enum ReadUsers {}

impl Scope for ReadUsers {
    const NAME: &'static str = "users";
}

struct User;
struct RequireRole<R>(PhantomData<R>);

#[dependency]
async fn user(_admin: Depends<RequireRole<Admin>>) -> User {
    User
}

#[dependency]
async fn require_role<R: Role>(_user: Security<User, ReadUsers>) -> RequireRole<R> {
    RequireRole(PhantomData)
}

fn main() {}
