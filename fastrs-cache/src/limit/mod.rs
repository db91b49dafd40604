//! Rate limits: what counts the requests of an app's limits.

mod gcra;
mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::sync::Arc;

use fastrs::limit::{Claim, RateLimitStore, Taking};

pub use memory::MemoryLimits;
#[cfg(feature = "redis")]
pub use redis::RedisLimits;

/// What counts: in memory, in Redis, or nothing at all. Given to the app with `App::rate_limits`.
#[derive(Clone)]
pub struct RateLimits(Counter);

#[derive(Clone)]
enum Counter {
    Off,
    Store(Arc<dyn RateLimitStore>),
}

impl RateLimits {
    /// Counts in the memory of this instance. Several instances admit as many times as much.
    pub fn memory() -> Self {
        Self::of(MemoryLimits::default())
    }

    /// Counts in Redis, for all instances together.
    ///
    /// While the server is away each instance counts for itself, and limits that are
    /// [closed](fastrs::limit::RateLimit::closed_when_away) refuse.
    #[cfg(feature = "redis")]
    pub fn redis(server: &crate::redis::RedisServer) -> Self {
        Self::of(RedisLimits::new(server))
    }

    /// Counts with a store of yours.
    pub fn of(store: impl RateLimitStore) -> Self {
        Self(Counter::Store(Arc::new(store)))
    }

    /// Counts nothing: for tests, and for an environment that is told so by a setting.
    ///
    /// ```
    /// use fastrs_cache::RateLimits;
    ///
    /// let setting = std::env::var("RATE_LIMITS");
    /// let limits = if setting.as_deref() == Ok("off") { RateLimits::off() } else { RateLimits::memory() };
    /// ```
    pub fn off() -> Self {
        Self(Counter::Off)
    }
}

impl std::fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Counter::Off => "RateLimits(off)",
            Counter::Store(_) => "RateLimits(..)",
        })
    }
}

impl RateLimitStore for RateLimits {
    fn take<'a>(&'a self, claims: Vec<Claim>) -> Taking<'a> {
        match &self.0 {
            Counter::Off => Taking::Now(Ok(Vec::new())),
            Counter::Store(store) => store.take(claims),
        }
    }

    fn is_on(&self) -> bool {
        match &self.0 {
            Counter::Off => false,
            Counter::Store(store) => store.is_on(),
        }
    }
}
