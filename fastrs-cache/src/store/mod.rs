//! Stores: where values are kept.

#[cfg(feature = "memory")]
mod memory;
#[cfg(feature = "redis")]
mod redis;
#[cfg(all(feature = "memory", feature = "redis"))]
mod tiered;

use std::sync::Arc;
use std::time::Duration;

use fastrs::BoxFuture;

pub use crate::codec::{Entry, Stamp};
use crate::error::CacheError;

#[cfg(feature = "memory")]
pub use memory::{MemoryOptions, MemoryStore};
#[cfg(feature = "redis")]
pub use redis::RedisStore;
#[cfg(all(feature = "memory", feature = "redis"))]
pub use tiered::TieredStore;

/// The outcome of a store's work.
pub type Outcome<T> = Result<T, CacheError>;

/// Where values are kept, each under its key, for a time.
///
/// Invalidation never loses against a value that is being made: what is set carries the [`Ticket`] of the `get` that
/// missed it, and a store drops it if its key, one of its tags or its prefix has been invalidated since.
pub trait Store: Send + Sync + 'static {
    /// The value of a key, where it costs no waiting to have it.
    fn peek(&self, key: &[u8]) -> Option<Arc<Entry>> {
        let _ = key;
        None
    }

    /// The value of a key whose tags are these, and the ticket for setting it.
    fn get<'a>(&'a self, key: &'a [u8], tags: &'a [String]) -> BoxFuture<'a, Outcome<Found>>;

    /// Keeps a value, unless the ticket is out of date.
    fn set<'a>(&'a self, key: &'a [u8], entry: Arc<Entry>, ticket: &'a Ticket) -> BoxFuture<'a, Outcome<()>>;

    /// Forgets a value.
    fn delete<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, Outcome<()>>;

    /// Forgets all values whose keys begin so.
    fn delete_prefix<'a>(&'a self, prefix: &'a [u8]) -> BoxFuture<'a, Outcome<()>>;

    /// Forgets all values of a tag.
    fn invalidate<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, Outcome<()>>;

    /// Takes a lock that all instances share, for so long at most; `None` where there is no other instance.
    ///
    /// Gives whether it was free.
    fn lock<'a>(
        &'a self,
        key: &'a [u8],
        token: u64,
        longest: Duration,
    ) -> Option<BoxFuture<'a, Outcome<bool>>> {
        let _ = (key, token, longest);
        None
    }

    /// Gives a lock back.
    fn unlock<'a>(&'a self, key: &'a [u8], token: u64) -> BoxFuture<'a, Outcome<()>> {
        let _ = (key, token);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// What `get` found.
#[derive(Debug, Default)]
pub struct Found {
    /// The value, fresh or stale.
    pub entry: Option<Arc<Entry>>,
    /// What to set it with.
    pub ticket: Ticket,
}

/// The state of what can invalidate a value, as it was before the value was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticket {
    /// The generations of its tags.
    pub stamps: Vec<Stamp>,
    /// The last deletion of the key, if one is still known.
    pub deleted: u64,
    /// The last deletion by prefix.
    pub epoch: u64,
    /// For a store in front of another one: its own state.
    pub front: Option<Box<Ticket>>,
}
