//! The keys of an issuer, as they were when they were last fetched.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fastrs::serde_json::Value;
use fastrs::tokio::sync::Mutex as AsyncMutex;
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
/// And this, if the first has failed.
const RETRY: Duration = Duration::from_secs(2);
/// More keys of a set are not kept.
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
    /// Whether that failed.
    failed: bool,
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
        let pause = if self.failed { RETRY } else { PAUSE };
        self.tried.is_none_or(|at| at.elapsed() >= pause)
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
        if let Some(found) = known.find(id, algorithm).filter(|_| known.is_younger(STALE)) {
            // Nobody waits for newer keys who can go by these.
            if !known.is_younger(FRESH) && known.may_try() {
                self.renew();
            }
            return Ok(Some(found));
        }
        if known.may_try() {
            self.renew();
        }
        // Whoever fetches holds it.
        drop(self.fetching.lock().await);
        let known = self.known();
        match known.find(id, algorithm).filter(|_| known.is_younger(STALE)) {
            Some(found) => Ok(Some(found)),
            // It may be a key of today that cannot be had.
            None if known.failed || !known.is_younger(STALE) => {
                Err(StoreError::new("the issuer's keys cannot be had at the moment"))
            }
            None => Ok(None),
        }
    }

    /// Begins to fetch the keys, unless somebody does, or just has.
    ///
    /// In a task of its own: a client that sends some token and leaves must not take the fetch along, after which nobody
    /// could try again for a while.
    fn renew(self: &Arc<Self>) {
        let Ok(turn) = Arc::clone(&self.fetching).try_lock_owned() else { return };
        if !self.known().may_try() {
            return;
        }
        let keys = Arc::clone(self);
        fastrs::tokio::spawn(async move {
            let _turn = turn;
            keys.fetch().await;
        });
    }

    async fn fetch(&self) {
        // Until it has succeeded it has failed, whatever becomes of this task.
        self.change(|known| (known.tried, known.failed) = (Some(Instant::now()), true));
        match self.source.fetch().await.and_then(|set| read(&set)) {
            Ok(keys) => self.change(|known| {
                known.keys = Arc::new(keys);
                known.fetched = Some(Instant::now());
                known.failed = false;
            }),
            Err(error) => tracing::warn!(%error, "the keys of an issuer could not be fetched"),
        }
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
    let usable: Vec<_> = keys.iter().filter_map(key).take(MOST).collect();
    if usable.is_empty() && !keys.is_empty() {
        return Err(StoreError::new("no key of the issuer's verifies signatures"));
    }
    Ok(usable)
}
