//! Routers: groups of routes under a prefix, and the tree that finds a route for a request.

mod group;
mod tree;

pub use group::Router;
pub(crate) use group::{Declared, Placed, joined};
pub(crate) use tree::{Conflict, Found, Tree};
