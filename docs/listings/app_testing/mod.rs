//! Testing.

pub mod app_b;
pub mod tutorial001;
pub mod tutorial003;
pub mod tutorial004;

listings! { app_b tutorial001 tutorial003 tutorial004 }
