//! Server-sent events.

pub mod tutorial002;
pub mod tutorial004;
pub mod tutorial005;

listings! { tutorial002 tutorial004 tutorial005 }
