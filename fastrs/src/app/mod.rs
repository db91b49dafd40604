//! The application: gathered by [`App`], checked and frozen by [`App::build`], served by [`AppService`].

mod access;
mod builder;
mod cached;
mod checks;
mod dispatch;
mod docs;
mod fault;
mod lifespan;
mod limits;
mod metadata;
mod mount;
#[cfg(feature = "multipart")]
mod multipart;
mod route_table;
mod running;
mod service;
mod settle;

pub use builder::{App, Slashes};
pub(crate) use cached::{cached, kept};
pub(crate) use dispatch::finish;
pub use docs::Docs;
pub use fault::{Fault, WiringFaults};
pub use mount::{IntoMount, Mount};
pub use route_table::{RouteEntry, RouteTable};
pub use service::AppService;
pub(crate) use service::ReachedOperation;
