//! Header params.

listings! {}
