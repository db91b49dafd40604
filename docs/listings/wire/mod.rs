//! Wire.

pub mod forms;

listings! { forms }
