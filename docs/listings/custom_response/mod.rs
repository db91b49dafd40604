//! Custom responses.

pub mod tutorial002;
pub mod tutorial004;
pub mod tutorial005;
pub mod tutorial006;
pub mod tutorial006c;
pub mod tutorial007;
pub mod tutorial009;
pub mod tutorial009b;
pub mod tutorial009c;
pub mod tutorial010;

listings! {
    tutorial002 tutorial004 tutorial005 tutorial006 tutorial006c tutorial007 tutorial009 tutorial009b tutorial009c
    tutorial010
}
