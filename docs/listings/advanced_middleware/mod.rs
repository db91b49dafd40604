//! Advanced middleware.

listings! {}
