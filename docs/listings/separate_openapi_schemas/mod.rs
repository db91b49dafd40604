//! Separate openapi schemas.

listings! {}
