//! The request as an endpoint sees it: its head, its body (taken once), what its path gave, and what has been
//! resolved for it so far.

mod context;
mod form;
mod layered;
mod network;
pub(crate) mod origin;
mod pairs;
mod principal;
mod proxies;
mod scopes;

pub use context::RequestContext;
pub(crate) use context::{JsonBody, LateState, RouteInfo, Shared, Statuses, Unattended};
pub(crate) use form::{Form, Urlencoded, pairs_object};
pub use form::{NotText, Raw, Texts};
pub(crate) use layered::Matched;
pub(crate) use network::Network;
pub(crate) use origin::{RootPath, is_under, whole_path};
pub(crate) use pairs::{Pairs, cookies, decode};
pub use principal::Principal;
pub use proxies::ProxyHeaders;
pub(crate) use proxies::{Forwarded, Proxies};
pub(crate) use scopes::ScopeChain;

/// A request with fastrs's body.
pub type Request = http::Request<crate::body::Body>;

/// The address of the client's end of the connection.
///
/// Put into the request's extensions by the server; a layer that trusts a proxy may replace it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddr(pub std::net::SocketAddr);
