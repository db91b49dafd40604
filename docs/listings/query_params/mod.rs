//! Query params.

listings! {}
