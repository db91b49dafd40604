//! Encoder.

listings! {}
