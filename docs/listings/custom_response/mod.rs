//! Custom response.

listings! {}
