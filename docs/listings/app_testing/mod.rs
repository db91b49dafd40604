//! App testing.

listings! {}
