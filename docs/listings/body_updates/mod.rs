//! Body updates.

listings! {}
