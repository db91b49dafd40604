//! As a user of fastrs writes it.

use std::net::SocketAddr;

use fastrs::prelude::*;
use fastrs_benches::serve;
use fastrs_cache::{Cache, RateLimits};

#[model]
struct Greeting {
    message: String,
    number: u32,
}

#[get("/text")]
async fn text() -> &'static str {
    "Hello, World!"
}

#[get("/json")]
async fn json() -> Greeting {
    Greeting { message: "Hello, World!".to_owned(), number: 42 }
}

#[get("/cached", cache = "1 h")]
async fn cached_json() -> Greeting {
    Greeting { message: "Hello, World!".to_owned(), number: 42 }
}

#[get("/limited", rate_limit = "1000000 / 1 s")]
async fn limited_text() -> &'static str {
    "Hello, World!"
}

fn run(app: App, address: SocketAddr) {
    let served = serve::run(address, async |listener| {
        app.serve_on(listener, serve::input_ended()).await.expect("the app is wired well");
    });
    served.expect("the address is free");
}

pub fn plain(address: SocketAddr) {
    run(App::new("Plain", "1.0.0").routes(routes![text, json]), address);
}

pub fn cached(address: SocketAddr) {
    run(App::new("Cached", "1.0.0").cache(Cache::memory()).routes(routes![cached_json]), address);
}

pub fn limited(address: SocketAddr) {
    run(App::new("Limited", "1.0.0").rate_limits(RateLimits::memory()).routes(routes![limited_text]), address);
}
