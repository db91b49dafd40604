//! Wire.

pub mod body;
pub mod errors;
pub mod forms;
pub mod params;
pub mod responses;
pub mod security;
pub mod streams;

listings! { body errors forms params responses security streams }
