//! Wire.

pub mod security;

listings! { security }
