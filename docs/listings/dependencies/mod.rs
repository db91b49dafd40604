//! Dependencies.

pub mod tutorial001;
pub mod tutorial001_02;
pub mod tutorial004;
pub mod tutorial005;
pub mod tutorial006;
pub mod tutorial008b;
pub mod tutorial008d;
pub mod tutorial008e;
pub mod tutorial011;
pub mod tutorial012;

listings! { tutorial001 tutorial001_02 tutorial004 tutorial005 tutorial006 tutorial008b tutorial008d tutorial008e tutorial011 tutorial012 }
