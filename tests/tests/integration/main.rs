//! Behaviour from outside.

mod agreement;
mod architecture;
mod body;
mod depends;
mod document;
mod endpoint;
mod errors;
mod models;
mod params;
mod responses;
mod support;
mod ui;
mod wire;
mod wiring;
mod writing;
