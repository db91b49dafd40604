//! Plain structs.

pub mod tutorial001;
pub mod tutorial003;

listings! { tutorial001 tutorial003 }
