//! Stream data.

listings! {}
