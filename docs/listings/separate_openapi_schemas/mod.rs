//! Separate openapi schemas.

pub mod tutorial001;
pub mod tutorial002;

listings! { tutorial001 tutorial002 }
