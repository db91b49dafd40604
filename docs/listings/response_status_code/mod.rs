//! Response status code.

pub mod tutorial001;

listings! { tutorial001 }
