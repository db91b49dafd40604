//! The same seven workloads twice: [`app`] on fastrs, [`by_hand`] on hyper alone.
//!
//! `by_hand` is the limit: whatever fastrs costs beyond it is what the framework costs. `measure` counts both.

pub mod app;
pub mod by_hand;
pub mod serve;
pub mod workload;
