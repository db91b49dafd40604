//! Wire.

listings! {}
