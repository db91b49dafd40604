//! Templates.

listings! {}
