//! Behaviour from outside.

mod architecture;
mod body;
mod endpoint;
mod models;
mod params;
mod support;
mod ui;
mod writing;
