//! Wire.

pub mod body;
pub mod forms;
pub mod params;
pub mod responses;
pub mod security;
pub mod streams;

listings! { body forms params responses security streams }
