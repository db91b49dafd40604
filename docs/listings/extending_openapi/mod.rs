//! Extending openapi.

listings! {}
