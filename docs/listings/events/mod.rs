//! Lifespan.

pub mod tutorial002;
pub mod tutorial003;

listings! { tutorial002 tutorial003 }
