//! JSON with bytes in base64.

pub mod tutorial001;

listings! { tutorial001 }
