//! The request as an endpoint sees it: its head, its body (taken once), what its path gave, and what has been
//! resolved for it so far.

mod context;
mod pairs;

pub use context::RequestContext;
pub(crate) use context::{JsonBody, LateState, RouteInfo, Shared, Unattended};
pub(crate) use pairs::{Pairs, cookies, decode};

/// A request with fastrs's body.
pub type Request = http::Request<crate::body::Body>;

/// The address of the client's end of the connection.
///
/// Put into the request's extensions by the server; a layer that trusts a proxy may replace it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddr(pub std::net::SocketAddr);
