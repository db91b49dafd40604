//! Security.

pub mod tutorial001;
pub mod tutorial003;
pub mod tutorial005;
pub mod tutorial006;
pub mod tutorial007;

listings! { tutorial001 tutorial003 tutorial005 tutorial006 tutorial007 }
