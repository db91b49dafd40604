//! The whole application.

use std::convert::Infallible;

use fastrs::{App, Slashes};
use fastrs_auth::{ApiKeys, Jwt, LoginGuard, Passwords, RedisRevocations, Sessions};

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
        .include(auth::router())
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
