//! Behaviour from outside.

mod architecture;
mod endpoint;
