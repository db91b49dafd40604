//! Dependency testing.

listings! {}
