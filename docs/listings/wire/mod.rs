//! Wire.

pub mod errors;

listings! { errors }
