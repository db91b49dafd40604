//! Sub applications.

listings! {}
