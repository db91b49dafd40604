//! Request files.

listings! {}
