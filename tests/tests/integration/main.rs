//! Behaviour from outside.

mod agreement;
mod architecture;
mod body;
mod document;
mod endpoint;
mod error_table;
mod files;
mod folders;
mod models;
mod params;
mod responses;
mod security;
mod streams;
mod support;
mod types;
mod ui;
mod wire;
mod wiring;
mod writing;
