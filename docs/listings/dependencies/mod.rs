//! Dependencies.

listings! {}
