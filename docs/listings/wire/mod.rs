//! Wire.

pub mod body;
pub mod params;

listings! { body params }
