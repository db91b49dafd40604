//! Files of forms.

pub mod tutorial001;
pub mod tutorial001_02;
pub mod tutorial003;

listings! { tutorial001 tutorial001_02 tutorial003 }
