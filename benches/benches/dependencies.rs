//! What dependencies cost beside the same work written into the handler: `cargo bench -p fastrs-benches --bench dependencies`.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use divan::Bencher;
use fastrs::prelude::*;
use tower_service::Service as _;

fn main() {
    divan::main();
}

/// What all of them do: read a parameter and a header, and count.
fn count(number: u64, header: &str) -> u64 {
    number + header.len() as u64
}

struct Base(u64);
struct Session(u64);
struct User(u64);
struct Roles(u64);
struct Tenant(u64);
struct Access(u64);

#[dependency]
async fn base(number: u64, #[header] x_token: String) -> Base {
    Base(count(number, &x_token))
}

#[dependency]
async fn session(base: Depends<Base>) -> Session {
    Session(base.0 + 1)
}

#[dependency]
async fn user(session: Depends<Session>, base: Depends<Base>) -> User {
    User(session.0 + base.0)
}

#[dependency]
async fn roles(user: Depends<User>) -> Roles {
    Roles(user.0 + 1)
}

#[dependency]
async fn tenant(user: Depends<User>, session: Depends<Session>) -> Tenant {
    Tenant(user.0 + session.0)
}

#[dependency]
async fn access(roles: Depends<Roles>, tenant: Depends<Tenant>) -> Access {
    Access(roles.0 + tenant.0)
}

#[get("/six")]
async fn six(access: Depends<Access>) -> String {
    access.0.to_string()
}

#[get("/inline")]
async fn inline(number: u64, #[header] x_token: String) -> String {
    let base = count(number, &x_token);
    let session = base + 1;
    let user = session + base;
    let (roles, tenant) = (user + 1, user + session);
    (roles + tenant).to_string()
}

#[divan::bench(args = ["/inline", "/six"])]
fn dependencies(bencher: Bencher<'_, '_>, path: &str) {
    let mut app =
        App::new("Dependencies", "1").routes(routes![six, inline]).build().expect("it is wired well");
    let request = || {
        let request = http::Request::get(format!("{path}?number=7")).header("x-token", "secret");
        request.body(Body::empty()).expect("a request")
    };
    bencher.with_inputs(request).bench_local_values(|request| {
        // Nothing waits, so one poll is enough.
        match pin!(app.call(request)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => assert_eq!(response.status(), 200),
            Poll::Pending => unreachable!("the handlers do not wait"),
        }
    });
}
