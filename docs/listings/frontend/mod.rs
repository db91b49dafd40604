//! Frontend.

listings! {}
