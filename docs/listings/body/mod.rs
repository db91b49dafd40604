//! Request bodies.

pub mod tutorial001;
pub mod tutorial002;
pub mod tutorial003;
pub mod tutorial004;

listings! { tutorial001 tutorial002 tutorial003 tutorial004 }
