//! Handling errors.

listings! {}
