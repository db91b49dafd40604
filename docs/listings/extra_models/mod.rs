//! Extra models.

pub mod tutorial001;
pub mod tutorial004;
pub mod tutorial005;

listings! { tutorial001 tutorial004 tutorial005 }
