//! A generic dependency is a family of them.
use std::marker::PhantomData;

use fastrs::prelude::*;

trait Role: Send + Sync + 'static {
    const NAME: &'static str;
}

struct Admin;
impl Role for Admin {
    const NAME: &'static str = "admin";
}

struct Editor;
impl Role for Editor {
    const NAME: &'static str = "editor";
}

struct User(String);

#[dependency]
async fn user(#[header] x_user: String) -> User {
    User(x_user)
}

struct Require<R>(PhantomData<R>);

#[dependency]
async fn require<R: Role>(user: Depends<User>) -> Result<Require<R>, HttpError> {
    if user.0 == R::NAME { Ok(Require(PhantomData)) } else { Err(HttpError::status(403)) }
}

struct Several<A, B>(PhantomData<(A, B)>);

#[dependency]
async fn several<A, B>(_a: Depends<Require<A>>, _b: Depends<Require<B>>) -> Several<A, B>
where
    A: Role,
    B: Role,
{
    Several(PhantomData)
}

#[get("/", depends = [Require<Admin>, Several<Admin, Editor>])]
async fn read(editor: Depends<Require<Editor>>) -> String {
    let _ = editor;
    String::new()
}

fn main() {
    App::new("Items", "1.0.0").routes(routes![read]).build().unwrap();
}
