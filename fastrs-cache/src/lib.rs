//! Cached answers and rate limits for `fastrs` applications. **Nothing is built here yet.**
//!
//! The room is kept because its place in the house is settled: `fastrs` defines the traits that providers of
//! `cache = "60 s"` and `rate_limit = "5 / 5 min"` implement, and this crate brings the implementations: a store in
//! memory, one in Redis that all instances share, and the layers that write `ETag`, `Cache-Control` and
//! `RateLimit`. Until then an app whose handlers ask for either does not start, and says so.
