use fastrs::limit::RateLimit;
use fastrs::prelude::*;
use fastrs_cache::RateLimits;

#[post("/token")]
async fn token() -> &'static str {
    "a token"
}

#[post("/register")]
async fn register() -> &'static str {
    "welcome"
}

#[get("/search")]
async fn search(#[query(default = 10)] limit: u32) -> String {
    format!("{limit} results")
}

/// What the environment says.
#[model]
pub struct Settings {
    #[field(default = "5 / 5 min".to_owned())]
    pub auth_rate: String,
    #[field(default = "on".to_owned())]
    pub rate_limits: String,
}

pub fn app_with(settings: &Settings) -> App {
    let limits = if settings.rate_limits == "off" { RateLimits::off() } else { RateLimits::memory() };
    // Both routes together, and rather refused than uncounted.
    let auth = Router::new("/auth")
        .rate_limit(RateLimit::new(&settings.auth_rate).named("auth").closed_when_away())
        .routes(routes![token, register]);
    // A large page costs more.
    let costly = RateLimit::new("100 / 60 s").cost(|request| {
        if request.uri().query().is_some_and(|query| query.contains("limit=100")) { 10 } else { 1 }
    });
    let search = Router::new("").rate_limit(costly).routes(routes![search]);
    App::new("Shop", "1.0.0").rate_limits(limits).include(auth).include(search)
}

pub fn app() -> App {
    app_with(&Settings { auth_rate: "5 / 5 min".to_owned(), rate_limits: "on".to_owned() })
}
