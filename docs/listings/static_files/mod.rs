//! Static files.

listings! {}
