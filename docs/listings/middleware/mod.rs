//! Middleware.

listings! {}
