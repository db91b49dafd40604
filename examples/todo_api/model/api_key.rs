use fastrs::prelude::*;
use fastrs_auth::{ApiKeyRecord, NewApiKey};

/// What an API key may be used for.
#[model]
#[derive(Debug, Clone, Copy)]
pub enum KeyScope {
    #[serde(rename = "todos:read")]
    ReadTodos,
    #[serde(rename = "todos:write")]
    WriteTodos,
}

impl KeyScope {
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadTodos => "todos:read",
            Self::WriteTodos => "todos:write",
        }
    }
}

/// An API key to be made.
#[model]
pub struct ApiKeyRequest {
    #[field(min_length = 1, max_length = 100, example = "nightly backup")]
    pub name: String,
    #[field(min_items = 1, max_items = 2)]
    pub scopes: Vec<KeyScope>,
    /// For how many days it is good; for ever, unless given.
    #[field(ge = 1, le = 3650)]
    pub days: Option<u32>,
}

/// An API key that was made, with the key itself, which is not shown again.
#[model(output)]
pub struct CreatedApiKey {
    /// Send it along as `X-API-Key`.
    pub key: String,
    #[serde(flatten)]
    pub about: ApiKey,
}

/// An API key, without the key itself. Times are seconds since 1970.
#[model(output)]
pub struct ApiKey {
    pub id: String,
    pub name: String,
    pub scopes: Vec<String>,
    pub created: u64,
    pub expires: Option<u64>,
    pub last_used: Option<u64>,
}

impl From<ApiKeyRecord> for ApiKey {
    fn from(record: ApiKeyRecord) -> Self {
        let ApiKeyRecord { id, name, scopes, created, expires, last_used, .. } = record;
        Self { id, name, scopes, created, expires, last_used }
    }
}

impl From<NewApiKey> for CreatedApiKey {
    fn from(made: NewApiKey) -> Self {
        Self { key: made.key.expose().clone(), about: made.record.into() }
    }
}
