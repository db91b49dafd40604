//! Authentication error status code.

listings! {}
