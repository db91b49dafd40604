//! Strict content type.

listings! {}
