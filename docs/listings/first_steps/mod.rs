//! First steps.

pub mod tutorial003;

listings! { tutorial003 }
