//! A response directly.

pub mod tutorial001;

listings! { tutorial001 }
