//! Body multiple params.

listings! {}
