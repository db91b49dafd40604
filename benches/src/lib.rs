//! The same seven workloads twice: [`app`] on fastrs, [`by_hand`] on hyper alone.
//!
//! `by_hand` is the limit: whatever fastrs costs beyond it is what the framework costs. `measure` counts both,
//! and `peers` (a workspace of its own, beside this package) counts other frameworks by the same [`callgrind`].

pub mod app;
pub mod by_hand;
pub mod callgrind;
pub mod client;
pub mod serve;
pub mod server;
pub mod workload;
