//! Body: nested models.

pub mod tutorial001;
pub mod tutorial002;
pub mod tutorial003;
pub mod tutorial004;
pub mod tutorial005;
pub mod tutorial006;
pub mod tutorial007;
pub mod tutorial008;
pub mod tutorial009;

listings! { tutorial001 tutorial002 tutorial003 tutorial004 tutorial005 tutorial006 tutorial007 tutorial008 tutorial009 }
