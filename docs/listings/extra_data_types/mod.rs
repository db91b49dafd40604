//! Extra data types.

listings! {}
