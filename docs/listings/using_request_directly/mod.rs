//! Using request directly.

listings! {}
