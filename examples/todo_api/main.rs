//! A todo API with users, tokens and a database. `cargo run --example todo_api`, then
//! <http://127.0.0.1:8000/docs>.
//!
//! Users register themselves. The first admin is made by hand: `cargo run --example todo_api -- grant ann admin`.
//!
//! - `settings`: what the environment says
//! - `app`: the whole application on one screen
//! - `route/`: the handlers · `model/`: what clients send and get · `store/`: the database · `error`: how it fails

mod app;
mod error;
mod model;
mod route;
mod settings;
mod store;

#[cfg(test)]
mod tests;

use model::Role;
use settings::Settings;
use store::{Store, UserChanges};
use tracing_subscriber::EnvFilter;

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    let log = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(log).init();
    let settings = Settings::load()?;
    let store = Store::open(&settings.database_url).await?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => app::app(&settings, store)?.serve((settings.host, settings.port)).await,
        ["grant", username, role] => grant(&store, username, role).await,
        _ => Err("usage: todo_api, or: todo_api grant <username> <user|moderator|admin>".into()),
    }
}

async fn grant(store: &Store, username: &str, role: &str) -> fastrs::Result<()> {
    let role = Role::known(role).ok_or(format!("there is no role {role}"))?;
    let user = store.users().by_username(username).await?.ok_or(format!("there is no user {username}"))?;
    let changes = UserChanges { role: Some(role.name()), is_active: None };
    store.users().change(user.id, changes).await?;
    tracing::info!(username, role = role.name(), "granted");
    Ok(())
}
