//! First steps.

listings! {}
