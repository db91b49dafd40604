//! API keys: for programs, which log in nowhere.
//!
//! A key is shown once, when it is made. The store keeps a hash of it, which is enough to recognise it and of no use to
//! a thief. It is a plain SHA-256: the key has 256 random bits, which no dictionary has, so there is nothing that a slow
//! hash would protect.

mod argument;
mod memory;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fastrs::Secret;
use fastrs::security::constant_time_eq;
use ring::digest;

pub use argument::{VerifiedKey, XApiKey};
pub use memory::MemoryApiKeys;

use crate::clock::seconds;
use crate::error::{RandomError, StoreError};
use crate::random::{base64url, random_bytes};

/// Length of an id, in characters of base 16.
const ID_CHARACTERS: usize = 16;

/// The use of a key is written down at most this often.
const TOUCH_EVERY: u64 = 60;

/// What a store keeps of a key. Nothing in it opens a door.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiKeyRecord {
    /// The public part of the key, 16 characters: what lists and logs name it by.
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// SHA-256 of its secret part, 43 characters of base64url.
    pub hash: String,
    /// When it was made, in seconds since 1970.
    pub created: u64,
    /// The second from which on it is not good any more, if there is one.
    pub expires: Option<u64>,
    /// When it was used, in seconds since 1970; up to a minute old.
    pub last_used: Option<u64>,
    /// Whether it has been revoked.
    pub revoked: bool,
}

impl ApiKeyRecord {
    /// A record as a store has it, for reading one back.
    pub fn new(
        id: impl Into<String>,
        owner: impl Into<String>,
        hash: impl Into<String>,
        created: u64,
    ) -> Self {
        Self {
            id: id.into(),
            owner: owner.into(),
            name: String::new(),
            scopes: Vec::new(),
            hash: hash.into(),
            created,
            expires: None,
            last_used: None,
            revoked: false,
        }
    }

    /// Whether it was made for this scope.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }

    fn is_good(&self, now: u64) -> bool {
        !self.revoked && self.expires.is_none_or(|end| now < end)
    }
}

/// What a method of [`ApiKeyStore`] gives.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Where the records of keys are kept: a table of your database, in most applications.
///
/// [`MemoryApiKeys`] is one for tests.
pub trait ApiKeyStore: Send + Sync + 'static {
    /// Adds a record. Its id is new.
    fn insert<'a>(&'a self, record: ApiKeyRecord) -> Answer<'a, ()>;

    /// The record of this id, revoked or not.
    fn find<'a>(&'a self, id: &'a str) -> Answer<'a, Option<ApiKeyRecord>>;

    /// Notes when a key was used, in seconds since 1970. At most once a minute for each key.
    fn touch<'a>(&'a self, id: &'a str, used: u64) -> Answer<'a, ()>;

    /// Marks a key of this owner as revoked. False if the owner has none of this id.
    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str) -> Answer<'a, bool>;
}

/// A key that has just been made.
#[derive(Debug)]
pub struct NewApiKey {
    /// The key, to be shown once: nobody can find it out again.
    pub key: Secret<String>,
    /// What the store keeps of it.
    pub record: ApiKeyRecord,
}

/// What a new key is to be.
///
/// ```
/// use fastrs_auth::ApiKeyDraft;
/// use std::time::Duration;
///
/// let draft = ApiKeyDraft::new("user-42", "nightly backup").scopes(["todos:read"]).lifetime(Duration::from_secs(3600));
/// ```
#[derive(Debug, Clone)]
pub struct ApiKeyDraft {
    owner: String,
    name: String,
    scopes: Vec<String>,
    lifetime: Option<Duration>,
}

impl ApiKeyDraft {
    /// A key of `owner` that is called `name`, for no scope, and good until it is revoked.
    pub fn new(owner: impl Into<String>, name: impl Into<String>) -> Self {
        Self { owner: owner.into(), name: name.into(), scopes: Vec::new(), lifetime: None }
    }

    /// What it may be used for.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long it is good, in whole seconds.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// Makes API keys and recognises them. Give it to the app as state: [`VerifiedKey`] asks for it.
///
/// # Example
///
/// ```
/// use fastrs_auth::{ApiKeyDraft, ApiKeys, MemoryApiKeys};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = ApiKeys::new("todo", MemoryApiKeys::new());
///
/// let made = keys.make(ApiKeyDraft::new("user-42", "nightly backup").scopes(["todos:read"])).await?;
/// println!("Keep this, it is not shown again: {}", made.key.expose());
///
/// let found = keys.verify(made.key.expose()).await?.expect("the key that was made");
/// assert_eq!(found.owner, "user-42");
/// assert!(found.has_scope("todos:read"));
///
/// assert!(keys.revoke("user-42", &made.record.id).await?);
/// assert!(keys.verify(made.key.expose()).await?.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ApiKeys {
    prefix: Arc<str>,
    store: Arc<dyn ApiKeyStore>,
}

/// Why no key was made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ApiKeyError {
    /// The store did not answer.
    Store(StoreError),
    /// The operating system gave no randomness.
    Random(RandomError),
}

impl ApiKeys {
    /// Keys that begin with `prefix` and `_`, by which people, and programs that look for leaked secrets, know them.
    pub fn new(prefix: impl Into<Arc<str>>, store: impl ApiKeyStore) -> Self {
        Self { prefix: prefix.into(), store: Arc::new(store) }
    }

    /// Makes a key: `prefix_id_secret`, the id of 64 and the secret of 256 random bits.
    ///
    /// # Errors
    ///
    /// [`ApiKeyError`].
    pub async fn make(&self, draft: ApiKeyDraft) -> Result<NewApiKey, ApiKeyError> {
        let id: String =
            random_bytes::<{ ID_CHARACTERS / 2 }>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let secret = base64url(&random_bytes::<32>()?);
        let now = seconds();
        let record = ApiKeyRecord {
            name: draft.name,
            scopes: draft.scopes,
            expires: draft.lifetime.map(|lifetime| now.saturating_add(lifetime.as_secs())),
            ..ApiKeyRecord::new(&*id, draft.owner, hash(&secret), now)
        };
        self.store.insert(record.clone()).await?;
        Ok(NewApiKey { key: Secret::new(format!("{}_{id}_{secret}", self.prefix)), record })
    }

    /// The record of a key that is good now; `None` for any other.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store does not answer.
    pub async fn verify(&self, key: &str) -> Result<Option<ApiKeyRecord>, StoreError> {
        let Some((id, secret)) = self.parted(key) else { return Ok(None) };
        let found = self.store.find(id).await?;
        let presented = hash(secret);
        let now = seconds();
        let is_right = |record: &ApiKeyRecord| constant_time_eq(record.hash.as_bytes(), presented.as_bytes());
        let Some(record) = found.filter(|record| is_right(record) && record.is_good(now)) else {
            return Ok(None);
        };
        self.touch(&record, now).await;
        Ok(Some(record))
    }

    /// Revokes a key of this owner, at once. False if the owner has none of this id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store does not answer: the key is still good then.
    pub async fn revoke(&self, owner: &str, id: &str) -> Result<bool, StoreError> {
        self.store.revoke(owner, id).await
    }

    /// A key is no worse for a note that could not be taken.
    async fn touch(&self, record: &ApiKeyRecord, now: u64) {
        if record.last_used.is_some_and(|last| now.saturating_sub(last) < TOUCH_EVERY) {
            return;
        }
        if let Err(error) = self.store.touch(&record.id, now).await {
            tracing::warn!(%error, key = record.id, "the use of an API key could not be written down");
        }
    }

    /// The id and the secret of something that looks like a key.
    fn parted<'k>(&self, key: &'k str) -> Option<(&'k str, &'k str)> {
        let rest = key.strip_prefix(&*self.prefix)?.strip_prefix('_')?;
        let (id, secret) = rest.split_at_checked(ID_CHARACTERS)?;
        let is_id = id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let secret = secret.strip_prefix('_')?;
        (is_id && secret.len() == 43).then_some((id, secret))
    }
}

fn hash(secret: &str) -> String {
    base64url(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref())
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeys").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl fmt::Display for ApiKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Random(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ApiKeyError {}

impl From<StoreError> for ApiKeyError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<RandomError> for ApiKeyError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> ApiKeys {
        ApiKeys::new("t", MemoryApiKeys::new())
    }

    #[tokio::test]
    async fn only_the_whole_key_is_good() {
        let keys = keys();
        let made = keys.make(ApiKeyDraft::new("ann", "x")).await.unwrap();
        let key = made.key.expose();
        assert_eq!(key.len(), 1 + 1 + 16 + 1 + 43);
        assert!(!made.record.hash.contains(&key[19..]));
        assert_eq!(keys.verify(key).await.unwrap().unwrap().id, made.record.id);
        for at in 0..key.len() {
            let other = if key.as_bytes()[at] == b'0' { "1" } else { "0" };
            let mut changed = key.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(keys.verify(&changed).await.unwrap(), None, "{at}");
            assert_eq!(keys.verify(&key[..at]).await.unwrap(), None, "{at}");
        }
        for wrong in [format!("{key}x"), format!(" {key}"), key.to_uppercase(), "t_ééééééééééééé".to_owned()]
        {
            assert_eq!(keys.verify(&wrong).await.unwrap(), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_key_ends() {
        let keys = keys();
        let made = keys.make(ApiKeyDraft::new("ann", "x").lifetime(Duration::ZERO)).await.unwrap();
        assert_eq!(keys.verify(made.key.expose()).await.unwrap(), None);
        let made = keys.make(ApiKeyDraft::new("ann", "x").lifetime(Duration::from_secs(60))).await.unwrap();
        assert!(keys.verify(made.key.expose()).await.unwrap().is_some());
        // Of others it is not known.
        assert!(!keys.revoke("bob", &made.record.id).await.unwrap());
        assert!(keys.verify(made.key.expose()).await.unwrap().is_some());
        assert!(keys.revoke("ann", &made.record.id).await.unwrap());
        assert_eq!(keys.verify(made.key.expose()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn its_use_is_written_down() {
        let keys = keys();
        let made = keys.make(ApiKeyDraft::new("ann", "x")).await.unwrap();
        assert_eq!(keys.verify(made.key.expose()).await.unwrap().unwrap().last_used, None);
        assert!(keys.verify(made.key.expose()).await.unwrap().unwrap().last_used.is_some());
    }
}
