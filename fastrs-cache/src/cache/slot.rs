//! The place of one value.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use fastrs::bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Cache, Fetched, Made, told};
use crate::codec::Entry;
use crate::error::CacheError;
use crate::key::unique;

/// The place of a value in a [`Cache`]: its key, and how it is kept.
///
/// A value is fresh for its time to live (a minute, unless set), less up to a tenth of it, so that values that were made
/// together do not end together.
#[derive(Debug, Clone)]
#[must_use]
pub struct Slot {
    cache: Cache,
    key: Vec<u8>,
    ttl: Duration,
    stale: Duration,
    negative: Option<Duration>,
    jitter: bool,
    tags: Vec<String>,
}

impl Slot {
    pub(crate) fn new(cache: &Cache, key: Vec<u8>) -> Self {
        let ttl = Duration::from_secs(60);
        Self {
            cache: cache.clone(),
            key,
            ttl,
            stale: Duration::ZERO,
            negative: None,
            jitter: true,
            tags: Vec::new(),
        }
    }

    /// Sets how long the value is fresh.
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }

    /// Sets how long after that it may still be given, while one of those who ask makes it anew.
    pub fn stale(mut self, stale: Duration) -> Self {
        self.stale = stale;
        self
    }

    /// Sets how long *nothing* (`None`, or what else is `null` in JSON) is kept. Unless set, as long as a value.
    pub fn negative(mut self, ttl: Duration) -> Self {
        self.negative = Some(ttl);
        self
    }

    /// Keeps the value as long as is said, to the millisecond.
    pub fn exactly(mut self) -> Self {
        self.jitter = false;
        self
    }

    /// Adds a tag, by which the value can be [invalidated](Cache::invalidate).
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// The value, if there is a fresh one of this type.
    pub async fn get<T: DeserializeOwned>(&self) -> Option<T> {
        let found = self.cache.store().get(&self.key, &self.tags).await.ok()?;
        let entry = found.entry.filter(|entry| entry.is_fresh())?;
        serde_json::from_slice(entry.bytes()).ok()
    }

    /// Keeps a value.
    ///
    /// # Errors
    /// If it cannot be written as JSON, is too large, or the store is away.
    pub fn set<'s, T: Serialize>(
        &'s self,
        value: &T,
    ) -> impl Future<Output = Result<(), CacheError>> + Send + use<'s, T> {
        self.put(self.entry(value))
    }

    async fn put(&self, entry: Result<Arc<Entry>, CacheError>) -> Result<(), CacheError> {
        let entry = entry?;
        let found = self.cache.store().get(&self.key, &self.tags).await?;
        self.cache.store().set(&self.key, entry, &found.ticket).await
    }

    /// Forgets the value.
    pub async fn delete(&self) {
        told(self.cache.store().delete(&self.key).await);
    }

    /// The value, made by `make` where there is none.
    ///
    /// Of those who ask at once, in this instance and in others that share the store, one makes it. If that one panics or is
    /// dropped, another does. A store that is away is as good as an empty one.
    pub async fn get_or_make<T, F, Fut>(&self, make: F) -> T
    where
        T: Serialize + DeserializeOwned + Send,
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = T> + Send,
    {
        match self.get_or_try_make(async move || Ok::<_, std::convert::Infallible>(make().await)).await {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// As [`get_or_make`](Self::get_or_make), with a `make` that may fail. An error is not kept: it goes to who made it,
    /// and the others try for themselves.
    ///
    /// # Errors
    /// That of `make`.
    pub async fn get_or_try_make<T, E, F, Fut>(&self, make: F) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned + Send,
        E: Send,
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        if let Some(value) = self.peek() {
            return Ok(value);
        }
        let mut make = Some(make);
        let fetched = self.cache.fetch(&self.key, &self.tags, |ticket| {
            let make = make.take();
            Box::pin(async move {
                let Some(make) = make else { return Made::Alone(None) };
                match make().await {
                    Ok(value) => match self.entry(&value) {
                        Ok(entry) => {
                            self.cache.keep(&self.key, entry.clone(), ticket.as_ref()).await;
                            Made::Kept(Some(Ok(value)), entry)
                        }
                        Err(error) => {
                            told(Err(error));
                            Made::Alone(Some(Ok(value)))
                        }
                    },
                    Err(error) => Made::Alone(Some(Err(error))),
                }
            })
        });
        let entry = match fetched.await {
            Fetched::Made(Some(made)) => return made,
            Fetched::Made(None) => None,
            Fetched::Found(entry) => Some(entry),
        };
        if let Some(value) = entry.and_then(|entry| serde_json::from_slice(entry.bytes()).ok()) {
            return Ok(value);
        }
        // What stands there is of another type, as after a new version was deployed: it is made and written over.
        let Some(make) = make else { unreachable!("it was made only if it was called") };
        let value = make().await?;
        let entry = self.entry(&value);
        told(self.put(entry).await);
        Ok(value)
    }

    /// The value, where it costs no waiting.
    fn peek<T: DeserializeOwned>(&self) -> Option<T> {
        let entry = self.cache.store().peek(&self.key).filter(|entry| entry.is_fresh())?;
        serde_json::from_slice(entry.bytes()).ok()
    }

    fn entry<T: Serialize>(&self, value: &T) -> Result<Arc<Entry>, CacheError> {
        let bytes = serde_json::to_vec(value).map_err(CacheError::Encode)?;
        let ttl = self.negative.filter(|_| bytes == b"null").unwrap_or(self.ttl);
        let ttl = if self.jitter { jittered(ttl) } else { ttl };
        Ok(Arc::new(Entry::new(Bytes::from(bytes), ttl, self.stale)))
    }
}

/// Up to a tenth less.
pub(crate) fn jittered(ttl: Duration) -> Duration {
    let share = unique() % 1000;
    ttl.saturating_sub(ttl * share as u32 / 10_000)
}
