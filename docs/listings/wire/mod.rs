//! Wire.

pub mod body;
pub mod forms;
pub mod params;
pub mod security;

listings! { body forms params security }
