//! Response model.

listings! {}
