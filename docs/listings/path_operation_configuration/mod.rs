//! Path operation configuration.

pub mod tutorial002b;
pub mod tutorial003;
pub mod tutorial004;
pub mod tutorial005;
pub mod tutorial006;

listings! { tutorial002b tutorial003 tutorial004 tutorial005 tutorial006 }
