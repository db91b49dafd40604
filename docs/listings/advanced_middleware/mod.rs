//! Ready-made middleware.

pub mod tutorial001;
pub mod tutorial002;
pub mod tutorial003;

listings! { tutorial001 tutorial002 tutorial003 }
