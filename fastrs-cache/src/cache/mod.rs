//! The cache: values by key, each made once however many ask for it at once.

mod argument;
mod flight;
mod slot;

use std::sync::Arc;
use std::time::Duration;

use fastrs::BoxFuture;

use crate::codec::Entry;
use crate::error::CacheError;
use crate::key::{of_value, unique};
use crate::store::{Found, Store, Ticket};

pub(crate) use flight::{Flights, Joined, Landed};
pub use slot::Slot;
pub(crate) use slot::jittered;

/// A cache: for values of the application, for functions under `#[cached]`, and for the answers of operations under
/// `cache = "60 s"`. Cheap to clone; all clones are one cache.
///
/// The app is given it with `App::cache`, handlers take it as an argument.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_cache::Cache;
/// use std::time::Duration;
///
/// #[model]
/// #[derive(Clone)]
/// struct Report { lines: Vec<String> }
///
/// async fn make_report() -> Report { Report { lines: vec!["much work".into()] } }
///
/// #[get("/report")]
/// async fn report(cache: Cache) -> Report {
///     cache.slot("report").ttl(Duration::from_secs(60)).tag("reports").get_or_make(make_report).await
/// }
///
/// #[post("/reports")]
/// async fn publish(cache: Cache) -> NoContent {
///     cache.invalidate("reports").await;
///     NoContent
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let app = App::new("Reports", "1.0.0").cache(Cache::memory()).routes(routes![report, publish]);
/// let client = fastrs::testing::TestClient::new(app);
/// client.get("/report").await.assert_ok();
/// client.post("/reports").await.assert_status(204);
/// # }
/// ```
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

struct Inner {
    store: Arc<dyn Store>,
    flights: Flights,
}

/// How long one instance may make a value while the others wait for it.
const LOCK: Duration = Duration::from_secs(5);

impl Cache {
    /// A cache in the memory of this instance: 64 MiB and 100,000 values at most.
    #[cfg(feature = "memory")]
    pub fn memory() -> Self {
        Self::of(crate::store::MemoryStore::default())
    }

    /// A cache in Redis, which all instances share.
    #[cfg(feature = "redis")]
    pub fn redis(server: &crate::redis::RedisServer) -> Self {
        Self::of(crate::store::RedisStore::new(server))
    }

    /// A cache in Redis with memory in front of it: see [`TieredStore`](crate::store::TieredStore).
    #[cfg(all(feature = "memory", feature = "redis"))]
    pub fn tiered(server: &crate::redis::RedisServer) -> Self {
        Self::of(crate::store::TieredStore::new(server, crate::store::MemoryOptions::default()))
    }

    /// A cache in a store of yours, or in one with other options.
    pub fn of(store: impl Store) -> Self {
        Self(Arc::new(Inner { store: Arc::new(store), flights: Flights::default() }))
    }

    /// The place of a value: its key, and how it is kept.
    pub fn slot(&self, key: impl AsRef<str>) -> Slot {
        Slot::new(self, of_value(key.as_ref()))
    }

    /// Forgets a value.
    pub async fn delete(&self, key: impl AsRef<str>) {
        told(self.store().delete(&of_value(key.as_ref())).await);
    }

    /// Forgets all values whose keys begin so. Answers have no keys that begin with anything: they go by tag.
    pub async fn delete_prefix(&self, prefix: impl AsRef<str>) {
        told(self.store().delete_prefix(&of_value(prefix.as_ref())).await);
    }

    /// Forgets all values and all answers of a tag, in all instances that share the store.
    pub async fn invalidate(&self, tag: impl AsRef<str>) {
        told(self.store().invalidate(tag.as_ref()).await);
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    pub(crate) fn flights(&self) -> &Flights {
        &self.0.flights
    }

    /// Looks a value up, or makes it, once for all who ask for it now: in this instance and in those that share the store.
    ///
    /// `make` is called by one of them, without a ticket where there is no store to keep it. What it makes and does not want kept is for that one alone; the others then make
    /// their own.
    pub(crate) async fn fetch<'m, T>(
        &self,
        key: &[u8],
        tags: &[String],
        make: impl FnOnce(Option<Ticket>) -> BoxFuture<'m, Made<T>> + Send,
    ) -> Fetched<T>
    where
        T: Send,
    {
        loop {
            // Without the store each instance makes its own, still once for all who ask there. A request that has
            // waited for it in vain does not ask it again.
            let (found, is_away) = match self.store().get(key, tags).await {
                Ok(found) => (found, false),
                Err(_) => (Found::default(), true),
            };
            let stale = match found.entry {
                Some(entry) if entry.is_fresh() => return Fetched::Found(entry),
                stale => stale,
            };
            match self.flights().join(key) {
                Joined::Leads(mut flight) => {
                    let lead = if is_away { Lead::Makes(None, None) } else { self.lead(key, tags).await };
                    let (lock, ticket) = match lead {
                        Lead::Found(entry) => {
                            flight.land(Landed::Shared(entry.clone()));
                            return Fetched::Found(entry);
                        }
                        Lead::Makes(lock, ticket) => (lock, ticket.unwrap_or(found.ticket)),
                    };
                    let made = make(Some(ticket).filter(|_| !is_away)).await;
                    return match made {
                        Made::Kept(value, entry) => {
                            flight.land(Landed::Shared(entry));
                            drop(lock);
                            Fetched::Made(value)
                        }
                        Made::Later(value, outcome) => {
                            tokio::spawn(async move {
                                flight.land(outcome.await.map_or(Landed::Alone, Landed::Shared));
                                drop(lock);
                            });
                            Fetched::Made(value)
                        }
                        Made::Alone(value) => {
                            flight.land(Landed::Alone);
                            drop(lock);
                            Fetched::Made(value)
                        }
                    };
                }
                Joined::Follows(flight) => {
                    // While one makes it anew, the others take the old one.
                    if let Some(stale) = stale {
                        return Fetched::Found(stale);
                    }
                    match flight.landed().await {
                        Some(Landed::Shared(entry)) => return Fetched::Found(entry),
                        Some(Landed::Alone) => {
                            return Fetched::Made(
                                make(Some(found.ticket).filter(|_| !is_away)).await.into_value(),
                            );
                        }
                        // Whoever made it is gone: somebody else leads.
                        None => {}
                    }
                }
            }
        }
    }

    /// Before a value is made: whether another instance is making it.
    async fn lead(&self, key: &[u8], tags: &[String]) -> Lead {
        let mut ticket = None;
        let token = unique();
        let start = tokio::time::Instant::now();
        let mut pause = Duration::from_millis(5);
        loop {
            let Some(lock) = self.store().lock(key, token, LOCK) else { break };
            match lock.await {
                Ok(true) => {
                    let lock = Lock { store: self.0.store.clone(), key: key.into(), token };
                    // It may have been made before the lock was free.
                    if let Ok(found) = self.store().get(key, tags).await {
                        match found.entry.filter(|entry| entry.is_fresh()) {
                            Some(entry) => return Lead::Found(entry),
                            None => ticket = Some(found.ticket),
                        }
                    }
                    return Lead::Makes(Some(lock), ticket);
                }
                Ok(false) if start.elapsed() < LOCK => {}
                _ => return Lead::Makes(None, ticket),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(100));
            if let Ok(found) = self.store().get(key, tags).await {
                match found.entry.filter(|entry| entry.is_fresh()) {
                    Some(entry) => return Lead::Found(entry),
                    None => ticket = Some(found.ticket),
                }
            }
        }
        // There is no other instance, but another request of this one may have landed since the look.
        match self.store().peek(key).filter(|entry| entry.is_fresh()) {
            Some(entry) => Lead::Found(entry),
            None => Lead::Makes(None, None),
        }
    }

    /// Keeps what was made, if there is a store to keep it.
    pub(crate) async fn keep(&self, key: &[u8], entry: Arc<Entry>, ticket: Option<&Ticket>) {
        if let Some(ticket) = ticket {
            told(self.store().set(key, entry, ticket).await);
        }
    }
}

enum Lead {
    Found(Arc<Entry>),
    Makes(Option<Lock>, Option<Ticket>),
}

/// What was made, and whether others may have it.
pub(crate) enum Made<T> {
    Kept(T, Arc<Entry>),
    /// It is known later whether it may be kept.
    Later(T, BoxFuture<'static, Option<Arc<Entry>>>),
    Alone(T),
}

impl<T> Made<T> {
    /// The value, for whoever made it beside all flights. What may be kept later is.
    pub(crate) fn into_value(self) -> T {
        match self {
            Self::Kept(value, _) | Self::Alone(value) => value,
            Self::Later(value, outcome) => {
                tokio::spawn(outcome);
                value
            }
        }
    }
}

/// What came of looking a value up.
pub(crate) enum Fetched<T> {
    Found(Arc<Entry>),
    Made(T),
}

/// A lock among instances, which is given back when this is dropped, whatever became of its holder.
struct Lock {
    store: Arc<dyn Store>,
    key: Box<[u8]>,
    token: u64,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (store, key, token) = (self.store.clone(), std::mem::take(&mut self.key), self.token);
        runtime.spawn(async move {
            // If it fails the lock ends by itself.
            let _ = store.unlock(&key, token).await;
        });
    }
}

/// A cache that does not work is no reason to fail: the store has logged that it is away, and what is too large is told
/// here.
pub(crate) fn told(outcome: Result<(), CacheError>) {
    match outcome {
        Ok(()) | Err(CacheError::Unavailable) => {}
        Err(error) => tracing::debug!("cache: {error}"),
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cache")
    }
}
