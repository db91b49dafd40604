//! Rate limits: how often a caller may ask, and what becomes of it when it asks more often.
//!
//! This room knows what a limit is and where it stands; who counts is a [`RateLimitStore`], which the app is given with
//! `App::rate_limits` (`fastrs-cache` has one in memory and one in Redis).
//!
//! A limit stands on an operation (`rate_limit = "5 / 5 min"`), on a router (`Router::rate_limit`), on the app
//! (`App::rate_limit`), or, as a middleware, around anything. Several may stand around one request: it goes on only if all
//! admit it, and takes from none if one refuses.
//!
//! | limit | when it is asked |
//! |---|---|
//! | by address, header or a function | first of all: before dependencies, authentication and the body |
//! | by principal | after dependencies and arguments, before the handler |
//!
//! What is refused is a 429 with `Retry-After`. Every answer under a limit says where the caller stands, in the fields
//! `RateLimit-Policy` and `RateLimit` of the IETF's draft. `OPTIONS` is not counted: a browser asks so by itself.

mod admission;
mod caller;
mod field;
mod middleware;
mod rate;
mod store;

use std::sync::Arc;

pub(crate) use admission::{RouteLimits, Settled, Together, admit, describe};
pub use caller::LimitedRequest;
use caller::{Caller, Cost};
pub use rate::{InvalidRate, Rate};
pub(crate) use store::Limiter;
pub use store::{Claim, RateLimitStore, Standing, StoreUnavailable, Taking, WhenAway};

/// How often each caller may ask.
///
/// ```
/// use fastrs::limit::RateLimit;
///
/// // bursts of ten, and not more than a thousand a day
/// let general = RateLimit::new("10 / 1 s, 1000 / 24 h");
/// // for the whole of a router's routes together, counted for each principal
/// let uploads = RateLimit::new("10 / 5 min").by_principal().named("uploads");
/// ```
#[derive(Clone)]
pub struct RateLimit {
    pub(crate) rates: Result<Arc<[Rate]>, InvalidRate>,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) caller: Caller,
    pub(crate) cost: Cost,
    pub(crate) away: WhenAway,
}

impl RateLimit {
    /// A limit of one rate or several: `"5 / 5 min"`, `"10 / 1 s, 1000 / 24 h"`, or [`Rate`]s. A text that is no rate
    /// is a fault of the wiring.
    pub fn new(rates: impl IntoRates) -> Self {
        Self {
            rates: rates.into_rates(),
            name: None,
            caller: Caller::Address,
            cost: Cost::One,
            away: WhenAway::Open,
        }
    }

    /// Gives it a name, which the `RateLimit` fields show. Limits of one name and rate count together, wherever they
    /// stand; without one each operation, router and app counts for itself.
    #[must_use]
    pub fn named(mut self, name: impl Into<Arc<str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Counts for each principal, whom a dependency or an argument has noted
    /// ([`RequestContext::set_principal`](crate::RequestContext::set_principal)); for each address where there is none.
    #[must_use]
    pub fn by_principal(mut self) -> Self {
        self.caller = Caller::Principal;
        self
    }

    /// Counts for each value of a header, and for each address where it is missing.
    ///
    /// Whoever can make up values has as many limits: put one by address beside it, or check the key and count by
    /// [principal](RateLimit::by_principal).
    ///
    /// # Panics
    /// If `name` cannot be the name of a header.
    #[must_use]
    pub fn by_header(mut self, name: &str) -> Self {
        self.caller = Caller::Header(name.parse().expect("the name of a header"));
        self
    }

    /// Counts for whatever a function makes of the request; what it makes nothing of is not limited.
    ///
    /// ```
    /// use fastrs::limit::RateLimit;
    ///
    /// // those who come from one page together
    /// let limit = RateLimit::new("100 / 60 s")
    ///     .by(|request| request.headers().get("referer")?.to_str().ok().map(str::to_owned));
    /// ```
    #[must_use]
    pub fn by(mut self, key: impl Fn(&LimitedRequest<'_>) -> Option<String> + Send + Sync + 'static) -> Self {
        self.caller = Caller::Function(Arc::new(key));
        self
    }

    /// Counts all callers together.
    #[must_use]
    pub fn for_all(mut self) -> Self {
        self.caller = Caller::All;
        self
    }

    /// Sets what a request costs (one, unless set). What costs nothing is always admitted.
    ///
    /// ```
    /// use fastrs::limit::RateLimit;
    ///
    /// let limit = RateLimit::new("100 / 60 s")
    ///     .cost(|request| if request.uri().path().ends_with("/export") { 20 } else { 1 });
    /// ```
    #[must_use]
    pub fn cost(mut self, cost: impl Fn(&LimitedRequest<'_>) -> u32 + Send + Sync + 'static) -> Self {
        self.cost = Cost::Function(Arc::new(cost));
        self
    }

    /// Refuses requests with 503 while nobody can count them, as when Redis is away: for the routes where passwords are
    /// tried. Unless set, each instance then counts for itself.
    #[must_use]
    pub fn closed_when_away(mut self) -> Self {
        self.away = WhenAway::Closed;
        self
    }

    /// Whether it can be asked before anybody has checked who calls.
    pub(crate) fn is_early(&self) -> bool {
        !matches!(self.caller, Caller::Principal)
    }
}

impl<T: IntoRates> From<T> for RateLimit {
    fn from(rates: T) -> Self {
        Self::new(rates)
    }
}

impl std::fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimit")
            .field("rates", &self.rates)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What the rates of a limit can be written as.
pub trait IntoRates {
    /// The rates.
    ///
    /// # Errors
    /// If a text is no rate.
    fn into_rates(self) -> Result<Arc<[Rate]>, InvalidRate>;
}

impl IntoRates for &str {
    fn into_rates(self) -> Result<Arc<[Rate]>, InvalidRate> {
        self.split(',').map(str::parse).collect()
    }
}

impl IntoRates for String {
    fn into_rates(self) -> Result<Arc<[Rate]>, InvalidRate> {
        self.as_str().into_rates()
    }
}

impl IntoRates for &String {
    fn into_rates(self) -> Result<Arc<[Rate]>, InvalidRate> {
        self.as_str().into_rates()
    }
}

impl IntoRates for Rate {
    fn into_rates(self) -> Result<Arc<[Rate]>, InvalidRate> {
        Ok([self].into())
    }
}

impl<const N: usize> IntoRates for [Rate; N] {
    fn into_rates(self) -> Result<Arc<[Rate]>, InvalidRate> {
        Ok(self.into())
    }
}
