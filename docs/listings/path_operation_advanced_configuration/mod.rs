//! Path operation advanced configuration.

pub mod tutorial001;
pub mod tutorial002;
pub mod tutorial003;
pub mod tutorial005;
pub mod tutorial006;

listings! { tutorial001 tutorial002 tutorial003 tutorial005 tutorial006 }
