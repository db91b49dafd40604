//! An app of the size that real ones grow to: 150 routes in 12 routers over 3 levels, 25 dependencies nested 6 deep, two
//! versions beside each other. What it does, what its document says and what its start would report are pinned.

mod app;
mod behaviour;
mod dependencies;
mod document;
mod faults;
mod operations;
mod resource;
mod store;
