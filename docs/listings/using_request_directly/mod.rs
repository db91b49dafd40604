//! The request itself.

pub mod tutorial001;

listings! { tutorial001 }
