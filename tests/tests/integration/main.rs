//! Behaviour from outside.

mod architecture;
mod body;
mod endpoint;
mod models;
mod params;
mod responses;
mod support;
mod ui;
mod wiring;
mod writing;
