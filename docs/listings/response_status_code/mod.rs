//! Response status code.

listings! {}
