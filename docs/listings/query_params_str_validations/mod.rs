//! Texts in the query and their limits.

pub mod tutorial001;
pub mod tutorial002;
pub mod tutorial003;
pub mod tutorial004;
pub mod tutorial005;
pub mod tutorial006;
pub mod tutorial006c;
pub mod tutorial007;
pub mod tutorial008;
pub mod tutorial009;
pub mod tutorial010;
pub mod tutorial011;
pub mod tutorial012;
pub mod tutorial013;
pub mod tutorial014;
pub mod tutorial015;

listings! { tutorial001 tutorial002 tutorial003 tutorial004 tutorial005 tutorial006 tutorial006c tutorial007 tutorial008 tutorial009 tutorial010 tutorial011 tutorial012 tutorial013 tutorial014 tutorial015 }
