//! A todo API with users, tokens and a database. `cargo run --example todo_api`, then
//! <http://127.0.0.1:8000/docs>.
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

use settings::Settings;
use store::Store;
use tracing_subscriber::EnvFilter;

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    let log = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(log).init();
    let settings = Settings::load()?;
    let store = Store::open(&settings.database_url).await?;
    app::app(&settings, store)?.serve((settings.host, settings.port)).await
}
