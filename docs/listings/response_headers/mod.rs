//! Response headers.

listings! {}
