//! Stream JSON lines.

pub mod tutorial001;

listings! { tutorial001 }
