use fastrs::prelude::*;
use fastrs_cache::RateLimits;

/// At most five attempts in five minutes from one address.
#[post("/login", rate_limit = "5 / 5 min")]
async fn login() -> &'static str {
    "welcome"
}

#[get("/")]
async fn root() -> &'static str {
    "hello"
}

pub fn app() -> App {
    App::new("Shop", "1.0.0")
        .rate_limits(RateLimits::memory())
        .rate_limit("10 / 1 s, 1000 / 1 h")
        .routes(routes![root, login])
}
