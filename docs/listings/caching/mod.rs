//! Caching.

pub mod answers;
pub mod invalidation;
pub mod values;
