//! Path params.

listings! {}
