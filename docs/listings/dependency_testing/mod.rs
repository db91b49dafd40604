//! Dependencies in tests.

pub mod tutorial001;

listings! { tutorial001 }
