//! Extra data types.

pub mod tutorial001;

listings! { tutorial001 }
