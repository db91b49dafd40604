//! Response cookies.

pub mod tutorial002;

listings! { tutorial002 }
