//! Additional responses.

listings! {}
