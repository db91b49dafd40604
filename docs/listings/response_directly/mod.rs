//! Response directly.

listings! {}
