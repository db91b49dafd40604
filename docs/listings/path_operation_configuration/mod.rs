//! Path operation configuration.

listings! {}
