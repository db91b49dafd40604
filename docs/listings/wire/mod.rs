//! Wire.

pub mod responses;
pub mod streams;

listings! { responses streams }
