//! Additional status codes.

listings! {}
