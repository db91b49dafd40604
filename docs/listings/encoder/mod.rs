//! JSON by hand.

pub mod tutorial001;

listings! { tutorial001 }
