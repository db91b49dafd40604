//! Additional responses.

pub mod tutorial002;
pub mod tutorial003;
pub mod tutorial004;

listings! { tutorial002 tutorial003 tutorial004 }
