//! The keys of an issuer, as they were when they were last fetched.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fastrs::serde_json::Value;
use fastrs::tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use fastrs::tokio::time::Instant;
use jsonwebtoken::Algorithm;

use super::KeySource;
use crate::error::StoreError;
use crate::token::{Key, PublicKey};

/// Older keys are fetched anew.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// Older keys are not used, even if no newer can be had.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// Between two fetches there is at least this.
const PAUSE: Duration = Duration::from_secs(30);
/// More keys of a set are not looked at.
const MOST: usize = 64;

pub(super) struct Keys {
    source: Box<dyn KeySource>,
    known: Mutex<Known>,
    /// Held by whoever fetches; the others wait and look again.
    fetching: Arc<AsyncMutex<()>>,
}

#[derive(Default, Clone)]
struct Known {
    keys: Arc<Vec<(Option<String>, Key)>>,
    /// When they were fetched.
    fetched: Option<Instant>,
    /// When it was last tried.
    tried: Option<Instant>,
}

impl Known {
    fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<Key> {
        let fitting = |key: &&(Option<String>, Key)| key.1.jwt_algorithm() == algorithm;
        let mut fitting = self.keys.iter().filter(fitting);
        let found = match id {
            Some(id) => fitting.find(|(known, _)| known.as_deref() == Some(id)),
            // Without an id there is no guessing between several.
            None => fitting.next().filter(|_| fitting.next().is_none()),
        };
        found.map(|(_, key)| key.clone())
    }

    fn is_younger(&self, age: Duration) -> bool {
        self.fetched.is_some_and(|at| at.elapsed() < age)
    }

    fn may_try(&self) -> bool {
        self.tried.is_none_or(|at| at.elapsed() >= PAUSE)
    }
}

impl Keys {
    pub(super) fn new(source: Box<dyn KeySource>) -> Self {
        Self { source, known: Mutex::default(), fetching: Arc::default() }
    }

    /// The key of this id and algorithm, if the issuer has it.
    pub(super) async fn find(
        self: &Arc<Self>,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Option<Key>, StoreError> {
        let known = self.known();
        let found = known.find(id, algorithm);
        if known.is_younger(FRESH) && (found.is_some() || !known.may_try()) {
            return Ok(found);
        }
        let failure = match Arc::clone(&self.fetching).try_lock_owned() {
            Ok(turn) => self.renew(turn).await.err(),
            // An issuer that hangs must not hang everybody: one request waits for newer keys, the others go by these.
            Err(_) if known.is_younger(STALE) && found.is_some() => return Ok(found),
            Err(_) => {
                drop(self.fetching.lock().await);
                None
            }
        };
        let known = self.known();
        match failure {
            _ if known.is_younger(STALE) => Ok(known.find(id, algorithm)),
            Some(error) => Err(error),
            None => Err(StoreError::new("the issuer's keys cannot be had at the moment")),
        }
    }

    /// Fetches the keys, unless that has just been tried.
    ///
    /// In a task of its own: a client that sends some token and leaves must not take the fetch along, after which nobody
    /// could try again for a while.
    async fn renew(self: &Arc<Self>, turn: OwnedMutexGuard<()>) -> Result<(), StoreError> {
        if !self.known().may_try() {
            return Ok(());
        }
        let keys = Arc::clone(self);
        let fetch = fastrs::tokio::spawn(async move {
            let _turn = turn;
            keys.fetch().await
        });
        fetch.await.unwrap_or_else(|failed| Err(StoreError::new(failed)))
    }

    async fn fetch(&self) -> Result<(), StoreError> {
        self.change(|known| known.tried = Some(Instant::now()));
        let fetched = self.source.fetch().await.and_then(|set| read(&set));
        let keys = fetched.inspect_err(|error| {
            tracing::warn!(%error, "the keys of an issuer could not be fetched");
        })?;
        self.change(|known| {
            known.keys = Arc::new(keys);
            known.fetched = Some(Instant::now());
        });
        Ok(())
    }

    fn known(&self) -> Known {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The keys of a set that verify signatures. What is no set takes no key away: somebody answers in the issuer's place.
fn read(set: &Value) -> Result<Vec<(Option<String>, Key)>, StoreError> {
    let keys = set["keys"].as_array().ok_or_else(|| StoreError::new("the issuer gave no set of keys"))?;
    let key = |jwk: &Value| {
        let id = jwk["kid"].as_str().map(str::to_owned);
        PublicKey::from_jwk(jwk).map(|public| (id, Key::of_public(public)))
    };
    Ok(keys.iter().take(MOST).filter_map(key).collect())
}
