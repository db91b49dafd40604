//! Behaviour from outside.

mod endpoint;
