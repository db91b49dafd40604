//! Response cookies.

listings! {}
