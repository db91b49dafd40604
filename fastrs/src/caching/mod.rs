//! Cached answers: what a cache is asked, and what makes its key.
//!
//! A path operation under `cache = "60 s"` is answered by the app's [`ResponseCache`] where that has an answer to the
//! same request. *The same* is decided by what the operation declares and by nothing else: its path, its query
//! parameters, headers and cookies, and whom the request speaks for. So one caller never receives another's answer, and
//! a header that nobody declared cannot change what others are given.
//!
//! The cache stands inside: layers, dependencies (with their authentication) and the checks of all arguments run for
//! every request, and dependencies finish after it; only the handler's own work is saved. An operation one of whose
//! arguments does not say what it reads (`HeaderMap`, `Request`, an extractor that describes nothing) cannot be cached:
//! such an app does not start.
//!
//! This room knows no cache; `fastrs-cache` has one, in memory, in Redis, or both.

mod key;
mod plan;

use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use crate::body::BoxFuture;
pub use crate::describe::CacheInfo;
use crate::response::{Response, detail_response};

pub(crate) use plan::{CachePlan, describe, unfit};

/// What answers requests from what it has kept.
pub trait ResponseCache: Send + Sync + 'static {
    /// The answer, where it is here and fresh: what costs no waiting.
    fn ready(&self, request: &CacheRequest<'_>) -> Option<Response>;

    /// Answers from elsewhere, or makes the answer and keeps it.
    ///
    /// Of several requests with one key at once, one makes the answer and the others wait for it. If that one fails or is
    /// dropped, another takes its place.
    fn answer<'a>(&'a self, request: CacheMiss, make: BoxFuture<'a, Response>) -> BoxFuture<'a, Response>;
}

/// A request that is looked up.
#[derive(Debug)]
#[non_exhaustive]
pub struct CacheRequest<'a> {
    /// The operation and the values of all it declares: equal where an answer may be shared, and never else.
    pub key: &'a [u8],
    /// Whether credentials are a part of the key, which then must not be kept as it is.
    pub has_secrets: bool,
    /// Whether the answer is for one caller, and shared caches on the way must not keep it.
    pub is_private: bool,
    /// What the operation's attribute says.
    pub info: &'a CacheInfo,
    /// What else the answer depends on: the value of `Vary`, if it does.
    pub vary: Option<&'a http::HeaderValue>,
    /// The method: GET, or HEAD, whose answer has the same head.
    pub method: &'a Method,
    /// The headers.
    pub headers: &'a HeaderMap,
}

/// A request that was not answered at once.
#[derive(Debug)]
#[non_exhaustive]
pub struct CacheMiss {
    /// As [`CacheRequest::key`].
    pub key: Vec<u8>,
    /// As [`CacheRequest::has_secrets`].
    pub has_secrets: bool,
    /// As [`CacheRequest::is_private`].
    pub is_private: bool,
    /// What the operation's attribute says.
    pub info: CacheInfo,
    /// As [`CacheRequest::vary`].
    pub vary: Option<http::HeaderValue>,
    /// The tags of the answer.
    pub tags: Vec<String>,
    /// The method.
    pub method: Method,
    /// The headers.
    pub headers: HeaderMap,
    /// Where something is left to be done after the handler: says whether it has succeeded. An answer must not be kept
    /// before.
    pub outcome: Option<tokio::sync::oneshot::Receiver<bool>>,
}

/// The answer to a request that wants only what is cached where nothing is: a 504 in the form of the app's errors.
pub fn not_cached() -> Response {
    detail_response(StatusCode::GATEWAY_TIMEOUT, &"Gateway Timeout", HeaderMap::new())
}

/// The answer to a request one of whose conditions does not hold: a 412 in the form of the app's errors.
pub fn condition_failed() -> Response {
    detail_response(StatusCode::PRECONDITION_FAILED, &"Precondition Failed", HeaderMap::new())
}

/// The cache of an app, as it is kept for all requests.
#[derive(Clone)]
pub(crate) struct Cacher(pub(crate) Arc<dyn ResponseCache>);

impl std::fmt::Debug for Cacher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cacher")
    }
}
