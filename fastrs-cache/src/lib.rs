//! Cached answers, cached values and rate limits for `fastrs` applications: in memory, or shared through Redis.
//!
//! | feature | main type | for what |
//! |---|---|---|
//! | `memory` (default) | [`Cache::memory`] | values and answers, bounded by entries and bytes |
//! | always | [`RateLimits::memory`] | limits of one instance |
//! | always | [`macro@cached`] | an async function whose values are kept |
//! | `redis` | [`RedisServer`] | the server that several instances share |
//! | `redis` | [`Cache::redis`], [`Cache::tiered`] | values and answers of all instances |
//! | `redis` | [`RateLimits::redis`] | limits of all instances together |
//!
//! ```
//! use fastrs::prelude::*;
//! use fastrs_cache::RateLimits;
//!
//! /// At most five attempts in five minutes from one address.
//! #[post("/login", rate_limit = "5 / 5 min")]
//! async fn login() -> &'static str { "welcome" }
//!
//! # #[fastrs::main]
//! # async fn main() {
//! let app = App::new("Shop", "1.0.0").rate_limits(RateLimits::memory()).routes(routes![login]);
//! let client = fastrs::testing::TestClient::new(app);
//! for left in (0..5).rev() {
//!     let answer = client.post("/login").await.assert_ok();
//!     assert!(answer.header("ratelimit").unwrap().starts_with(&format!("\"login\";r={left};t=")));
//! }
//! let refused = client.post("/login").await.assert_status(429);
//! assert_eq!(refused.header("retry-after"), Some("60"));
//! # }
//! ```

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod cache;
mod codec;
pub mod error;
mod key;
pub mod limit;
#[cfg(feature = "redis")]
mod redis;
mod response;
pub mod store;

pub use cache::{Cache, Slot};
pub use error::CacheError;
pub use fastrs_macros::cached;
pub use limit::RateLimits;
#[cfg(feature = "redis")]
pub use redis::{RedisOptions, RedisServer};
