use fastrs::prelude::*;
use fastrs_auth::{Jwks, Sessions};

use crate::store::Store;

pub fn router() -> Router {
    Router::new("").tags(["Health"]).public().routes(routes![root, health, jwks])
}

#[model(output)]
pub struct Welcome {
    message: &'static str,
    docs: &'static str,
}

/// Say hello.
#[get("/")]
async fn root() -> Welcome {
    Welcome { message: "TODO API", docs: "/docs" }
}

#[model(output)]
pub struct Health {
    status: &'static str,
}

#[derive(Debug, thiserror::Error, ApiError)]
enum Unhealthy {
    /// The database does not answer.
    #[error("the database does not answer")]
    #[status(503)]
    #[header("retry-after", "5")]
    Database,
}

/// Tell whether the service and its database are well.
#[get("/health")]
async fn health(store: State<Store>) -> Result<Health, Unhealthy> {
    store.ping().await.map_err(|_| Unhealthy::Database)?;
    Ok(Health { status: "healthy" })
}

/// Show the public keys of the tokens, for services that verify them. A shared secret is not among them.
#[get("/.well-known/jwks.json")]
async fn jwks(sessions: State<Sessions>) -> Jwks {
    sessions.jwt().jwks()
}
