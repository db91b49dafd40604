//! The keys of an issuer, as they were when they were last fetched.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fastrs::serde_json::Value;
use fastrs::tokio::sync::Mutex as AsyncMutex;
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
    fetching: AsyncMutex<()>,
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
        Self { source, known: Mutex::default(), fetching: AsyncMutex::new(()) }
    }

    /// The key of this id and algorithm, if the issuer has it.
    pub(super) async fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Option<Key>, StoreError> {
        let known = self.known();
        if known.is_younger(FRESH) {
            let found = known.find(id, algorithm);
            if found.is_some() || !known.may_try() {
                return Ok(found);
            }
        }
        let failure = self.renew(known.tried).await.err();
        let known = self.known();
        match failure {
            Some(error) if !known.is_younger(STALE) => Err(error),
            _ if !known.is_younger(STALE) => {
                Err(StoreError::new("the issuer's keys cannot be had at the moment"))
            }
            _ => Ok(known.find(id, algorithm)),
        }
    }

    /// Fetches the keys, unless somebody else has tried since `seen`, or just now.
    async fn renew(&self, seen: Option<Instant>) -> Result<(), StoreError> {
        let _turn = self.fetching.lock().await;
        let known = self.known();
        if known.tried != seen || !known.may_try() {
            return Ok(());
        }
        self.change(|known| known.tried = Some(Instant::now()));
        let keys = match self.source.fetch().await {
            Ok(set) => read(&set),
            Err(error) => {
                tracing::warn!(%error, "the keys of an issuer could not be fetched");
                return Err(error);
            }
        };
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

/// The keys of a set that verify signatures.
fn read(set: &Value) -> Vec<(Option<String>, Key)> {
    let keys = set["keys"].as_array().into_iter().flatten().take(MOST);
    let key = |jwk: &Value| {
        let id = jwk["kid"].as_str().map(str::to_owned);
        PublicKey::from_jwk(jwk).map(|public| (id, Key::of_public(public)))
    };
    keys.filter_map(key).collect()
}
