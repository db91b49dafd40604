//! API keys, for a user's scripts.

use std::time::Duration;

use fastrs::prelude::*;
use fastrs_auth::{ApiKeyDraft, ApiKeys};

use super::caller::CurrentUser;
use crate::error::KeyError;
use crate::model::{ApiKey, ApiKeyRequest, CreatedApiKey};
use crate::store::Store;

/// How many a user may have.
const MOST: usize = 20;

pub fn router() -> Router {
    Router::new("/auth/keys").tags(["API keys"]).routes(routes![create, list, delete])
}

/// Make an API key. It is shown this once.
#[post("", status = 201)]
async fn create(
    request: ApiKeyRequest,
    user: Depends<CurrentUser>,
    keys: State<ApiKeys>,
    store: State<Store>,
) -> Result<Reply<CreatedApiKey>, KeyError> {
    if store.api_keys().of(user.id()).await?.len() >= MOST {
        return Err(KeyError::TooMany);
    }
    let ApiKeyRequest { name, scopes, days } = request;
    let mut draft =
        ApiKeyDraft::new(user.id().to_string(), name).scopes(scopes.into_iter().map(|scope| scope.name()));
    if let Some(days) = days {
        draft = draft.lifetime(Duration::from_secs(u64::from(days) * 24 * 60 * 60));
    }
    let made = CreatedApiKey::from(keys.make(draft).await?);
    Ok(Reply::new(made).status(201).header("cache-control", "no-store"))
}

/// List my API keys.
#[get("")]
async fn list(user: Depends<CurrentUser>, store: State<Store>) -> Result<Vec<ApiKey>, KeyError> {
    let keys = store.api_keys().of(user.id()).await?;
    Ok(keys.into_iter().map(ApiKey::from).collect())
}

/// Revoke an API key, at once.
#[delete("/{key_id}")]
async fn delete(
    #[path(max_length = 64)] key_id: String,
    user: Depends<CurrentUser>,
    keys: State<ApiKeys>,
) -> Result<NoContent, KeyError> {
    let revoked = keys.revoke(&user.id().to_string(), &key_id).await?;
    if revoked { Ok(NoContent) } else { Err(KeyError::NotFound) }
}
