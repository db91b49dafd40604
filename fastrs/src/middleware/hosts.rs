//! Which hosts a server answers for.

use std::future::ready;
use std::sync::Arc;

use http::StatusCode;
use tower_layer::Layer;

use super::{BeforeRouting, RouteService};
use crate::request::{Request, origin};
use crate::response::{Failed, IntoResponse, Response};

/// The hosts that an app is known under: names, and `*.example.com` for every name below one.
#[derive(Debug, Clone)]
pub(super) struct Hosts(Arc<[String]>);

impl Hosts {
    pub(super) fn new<T: Into<String>>(hosts: impl IntoIterator<Item = T>) -> Self {
        Self(hosts.into_iter().map(|host| host.into().to_ascii_lowercase()).collect())
    }

    /// The host that the request is for, without its port, if it is one of these.
    pub(super) fn known(&self, request: &Request) -> Option<String> {
        let host = host(request)?;
        let is_known = |known: &String| match known.strip_prefix('*') {
            Some("") => true,
            Some(below) => host.len() > below.len() && host.ends_with(below),
            None => host == *known,
        };
        self.0.iter().any(is_known).then_some(host)
    }
}

/// The host in small letters, without its port: what a trusted proxy says, or the request itself.
fn host(request: &Request) -> Option<String> {
    let text = origin::host(request.uri(), request.headers(), request.extensions())?;
    let end = match text.strip_prefix('[') {
        // An address of IPv6 has colons of its own, in brackets.
        Some(rest) => rest.find(']')? + 2,
        None => text.find(':').unwrap_or(text.len()),
    };
    Some(text[..end].to_ascii_lowercase())
}

/// The answer to a request for another host.
pub(super) fn invalid_host() -> Response {
    let mut response = "Invalid host header".into_response(StatusCode::BAD_REQUEST);
    response.extensions_mut().insert(Failed::default());
    response.extensions_mut().insert(BeforeRouting);
    response
}

/// A layer that refuses requests for other hosts than these with 400, before anything believes their `Host`.
///
/// `*.example.com` stands for every name below `example.com`, `*` for any. Ports do not count.
///
/// ```
/// use fastrs::middleware::TrustedHosts;
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/")]
/// async fn root() -> &'static str { "hello" }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let app = App::new("Shop", "1.0.0").routes(routes![root]).layer(TrustedHosts::new(["shop.example", "*.shop.example"]));
/// let client = TestClient::new(app);
/// client.get("/").header("host", "www.shop.example:8000").await.assert_ok();
/// client.get("/").header("host", "evil.example").await.assert_status(400);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct TrustedHosts(Hosts);

impl TrustedHosts {
    /// Answers for these hosts alone.
    pub fn new<T: Into<String>>(hosts: impl IntoIterator<Item = T>) -> Self {
        Self(Hosts::new(hosts))
    }
}

impl Layer<RouteService> for TrustedHosts {
    type Service = RouteService;

    fn layer(&self, inner: RouteService) -> RouteService {
        let hosts = self.0.clone();
        RouteService::from_fn(move |request| match hosts.known(&request) {
            Some(_) => Box::pin(inner.answer(request)),
            None => Box::pin(ready(invalid_host())),
        })
    }
}
