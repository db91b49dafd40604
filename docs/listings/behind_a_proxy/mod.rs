//! Behind a proxy.

pub mod tutorial001;
pub mod tutorial001_01;
pub mod tutorial002;
pub mod tutorial003;
pub mod tutorial004;

listings! { tutorial001 tutorial001_01 tutorial002 tutorial003 tutorial004 }
