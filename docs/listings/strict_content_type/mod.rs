//! Strict content type.

pub mod tutorial001;

listings! { tutorial001 }
