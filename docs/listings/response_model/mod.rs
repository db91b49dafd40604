//! Response models.

pub mod tutorial001;
pub mod tutorial002;
pub mod tutorial003_01;
pub mod tutorial003_02;
pub mod tutorial003_03;
pub mod tutorial005;
pub mod tutorial006;

listings! { tutorial001 tutorial002 tutorial003_01 tutorial003_02 tutorial003_03 tutorial005 tutorial006 }
