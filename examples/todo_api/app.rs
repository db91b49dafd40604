//! The whole application.

use std::convert::Infallible;

use fastrs::{App, Slashes};
use fastrs_auth::{Jwt, Passwords};

use crate::route::{auth, health, todos};
use crate::settings::Settings;
use crate::store::Store;

pub fn app(settings: &Settings, store: Store) -> fastrs::Result<App> {
    let jwt = Jwt::hs256(settings.secret_key.expose())?.with_issuer("todo_api").with_audience("todo_api");
    let database = store.clone();
    Ok(App::new("TODO API", "1.0.0")
        .description("Register, log in, and keep a list of what is to be done.")
        .license("MIT OR Apache-2.0")
        .server("/")
        // `/todos/` is as good as `/todos`.
        .slashes(Slashes::Ignore)
        .tag("Auth", "Who you are.")
        .tag("Todos", "What is to be done.")
        .tag("Health", "Whether the service is well.")
        .state(store)
        .state(jwt)
        .state(Passwords::new())
        .include(auth::router())
        .include(todos::router())
        .include(health::router())
        .on_shutdown(|| async move {
            database.close().await;
            Ok::<_, Infallible>(())
        }))
}
