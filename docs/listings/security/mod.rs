//! Security.

listings! {}
