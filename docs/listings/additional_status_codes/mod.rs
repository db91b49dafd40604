//! Additional status codes.

pub mod tutorial001;

listings! { tutorial001 }
