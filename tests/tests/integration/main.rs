//! Behaviour from outside.

mod agreement;
mod architecture;
mod body;
mod document;
mod endpoint;
mod metadata;
mod models;
mod pages;
mod params;
mod proxy;
mod responses;
mod support;
mod ui;
mod wire;
mod wiring;
mod writing;
