//! Response headers.

pub mod tutorial002;

listings! { tutorial002 }
