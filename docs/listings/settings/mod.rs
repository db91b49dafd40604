//! Settings.

listings! {}
