//! Which sessions have ended before their tokens did.
//!
//! A signed token is good until it expires; what makes a log-out work is a note that its session is over. A store keeps
//! one note for each session that was ever refreshed or ended, for as long as a token of it can live, and one for each
//! subject whose sessions were all ended. A session that only logged in and let its tokens expire leaves no note.

#[cfg(feature = "redis")]
mod line;
mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub use memory::MemoryRevocations;
#[cfg(feature = "redis")]
pub use redis::RedisRevocations;

use crate::error::StoreError;
use crate::token::SessionId;

/// A session and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionOf<'a> {
    /// The session.
    pub id: SessionId,
    /// The subject (`sub`) of its tokens.
    pub subject: &'a str,
}

/// What became of a refresh token that was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redemption {
    /// It was the first time: the holder may have the next one.
    First,
    /// It had been presented before. The store has ended the session in the same step.
    Replayed,
    /// The session had been ended before.
    Revoked,
}

/// What a method of [`RevocationStore`] gives.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Where revocations are kept. [`MemoryRevocations`] serves one process, `RedisRevocations`
/// (feature `redis`) all instances.
///
/// Every method is one atomic step: of two calls at the same time one comes first, for every caller alike. `keep` is how
/// long a note must be kept at least, and a note that is there is never kept for shorter than it was: instances may have
/// other settings.
pub trait RevocationStore: Send + Sync + 'static {
    /// Whether the session, or all sessions that its subject had begun by some time, has been ended.
    fn is_revoked<'a>(&'a self, session: SessionOf<'a>) -> Answer<'a, bool>;

    /// Uses the refresh token number `generation` of a session up, the first being 0.
    ///
    /// [`Redemption::First`] if no token of this or a later generation was used before. A session that is not known is
    /// one whose token 0 has not been used, or one that began before this store did: any generation is the first then.
    fn redeem<'a>(
        &'a self,
        session: SessionOf<'a>,
        generation: u64,
        keep: Duration,
    ) -> Answer<'a, Redemption>;

    /// Ends a session.
    fn revoke<'a>(&'a self, session: SessionOf<'a>, keep: Duration) -> Answer<'a, ()>;

    /// Until when the sessions of a subject were ended by [`revoke_all`](Self::revoke_all), if they were.
    fn ended_until<'a>(&'a self, subject: &'a str) -> Answer<'a, Option<u64>>;

    /// Ends all sessions of a subject that began at `until` or before, microseconds since 1970.
    fn revoke_all<'a>(&'a self, subject: &'a str, until: u64, keep: Duration) -> Answer<'a, ()>;
}
