//! Fields of the body.

pub mod tutorial001;

listings! { tutorial001 }
