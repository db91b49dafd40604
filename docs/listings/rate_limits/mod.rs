//! Rate limits.

pub mod tutorial001;
pub mod tutorial002;
