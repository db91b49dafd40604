//! Path operation advanced configuration.

listings! {}
