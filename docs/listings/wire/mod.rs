//! Wire.

pub mod body;
pub mod params;
pub mod security;

listings! { body params security }
