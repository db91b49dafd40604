//! CORS.

pub mod tutorial001;

listings! { tutorial001 }
