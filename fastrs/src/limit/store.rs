//! Who counts.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Rate;
use crate::body::BoxFuture;

/// What counts the requests of all callers: in memory, or in a server that several instances share.
///
/// The rates are those of the generic cell rate algorithm: a caller's cell holds the time at which its burst will be
/// whole again (`TAT`). A request of cost `c` moves it on by `c` intervals, and is admitted if it then lies at most
/// `burst` intervals ahead of now.
pub trait RateLimitStore: Send + Sync + 'static {
    /// Takes the cost of every claim from its cell, or, if one of them refuses, from none.
    fn take<'a>(&'a self, claims: Vec<Claim>) -> Taking<'a>;

    /// Whether it counts at all. Under one that does not, limits stand in the document and nowhere else.
    fn is_on(&self) -> bool {
        true
    }
}

/// What is asked of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The name of the cell: of the limit and the caller.
    pub key: String,
    /// How often.
    pub rate: Rate,
    /// How many requests this one counts for.
    pub cost: u32,
    /// What becomes of it while nobody can count.
    pub away: WhenAway,
}

/// What becomes of a request while nobody can count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenAway {
    /// It is counted by this instance alone.
    Open,
    /// It is refused.
    Closed,
}

/// The outcome of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether this cell admits the request.
    pub admitted: bool,
    /// How many requests it would still admit now.
    pub remaining: u32,
    /// After how long it will admit more: the whole burst if some is left, else one request.
    pub reset: Duration,
    /// After how long it would admit this request, where it refused.
    pub retry_after: Duration,
}

/// Nobody can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreUnavailable;

impl fmt::Display for StoreUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store of the rate limits is away")
    }
}

impl std::error::Error for StoreUnavailable {}

/// The standings of all claims, in their order: at once, or later.
#[allow(missing_debug_implementations, reason = "a boxed future")]
pub enum Taking<'a> {
    /// They are known.
    Now(Result<Vec<Standing>, StoreUnavailable>),
    /// They have to be asked for.
    Later(BoxFuture<'a, Result<Vec<Standing>, StoreUnavailable>>),
}

/// The store of an app, as it is kept for all requests.
#[derive(Clone)]
pub(crate) struct Limiter(pub(crate) Arc<dyn RateLimitStore>);

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limiter")
    }
}
