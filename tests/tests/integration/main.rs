//! Behaviour from outside.

mod agreement;
mod architecture;
mod body;
mod depends;
mod document;
mod endpoint;
mod error_table;
mod errors;
mod files;
mod folders;
mod lax;
mod metadata;
mod models;
mod pages;
mod params;
mod proxy;
mod responses;
mod security;
mod settings;
mod streams;
mod support;
mod types;
mod ui;
mod wire;
mod wiring;
mod writing;
