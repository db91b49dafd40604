//! Generate clients.

listings! {}
