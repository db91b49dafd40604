//! The whole application.

use std::convert::Infallible;

use fastrs::limit::RateLimit;
use fastrs::{App, Slashes};
use fastrs_auth::{ApiKeys, Jwt, LoginGuard, Passwords, RedisRevocations, Sessions};
use fastrs_cache::{RateLimits, RedisOptions, RedisServer};

use crate::route::{admin, auth, health, keys, todos};
use crate::settings::Settings;
use crate::store::Store;

pub fn app(settings: &Settings, store: Store) -> fastrs::Result<App> {
    let database = store.clone();
    Ok(App::new("TODO API", "1.0.0")
        .description("Register, log in, and keep a list of what is to be done.")
        .license("MIT OR Apache-2.0")
        .server("/")
        // `/todos/` is as good as `/todos`.
        .slashes(Slashes::Ignore)
        .trusted_proxies(&settings.trusted_proxies)
        // Whoever adds a route has to say who may call it.
        .closed_by_default()
        .tag("Auth", "Who you are.")
        .tag("API keys", "For your scripts.")
        .tag("Todos", "What is to be done.")
        .tag("Admin", "For those who look after the others.")
        .tag("Health", "Whether the service is well.")
        .state(ApiKeys::new("todo", store.clone()))
        .state(store)
        .state(sessions(settings)?)
        .state(Passwords::new())
        .state(if settings.rate_limits { LoginGuard::new() } else { LoginGuard::unlimited() })
        .rate_limits(limits(settings)?)
        .rate_limit(&settings.general_rate)
        // Where passwords are tried: rather refused than uncounted.
        .include(auth::router(RateLimit::new(&settings.auth_rate).named("auth").closed_when_away()))
        .include(keys::router())
        .include(todos::router())
        .include(admin::router())
        .include(health::router())
        .on_shutdown(|| async move {
            database.close().await;
            Ok::<_, Infallible>(())
        }))
}

/// Log-outs are known to all instances that share a Redis; without one, to this process alone.
pub fn sessions(settings: &Settings) -> fastrs::Result<Sessions> {
    let jwt = Jwt::new(settings.key.clone()).with_issuer("todo_api").with_audience("todo_api");
    let sessions = Sessions::new(jwt);
    Ok(match &settings.redis_url {
        Some(url) => sessions.with_store(RedisRevocations::new(url.expose())?.with_prefix("todo_api")),
        None => sessions,
    })
}

/// Limits are those of all instances that share a Redis; without one, of this process alone.
fn limits(settings: &Settings) -> fastrs::Result<RateLimits> {
    Ok(match &settings.redis_url {
        _ if !settings.rate_limits => RateLimits::off(),
        Some(url) => {
            let options = RedisOptions::default().prefix("todo_api");
            RateLimits::redis(&RedisServer::with_options(url.expose(), options)?)
        }
        None => RateLimits::memory(),
    })
}
