//! Async tests.

listings! {}
