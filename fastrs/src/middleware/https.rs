//! From `http` to `https`.

use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

use super::hosts::{Hosts, invalid_host};
use super::{Answer, BeforeRouting, RouteService};
use crate::body::Body;
use crate::request::{Request, origin, whole_path};
use crate::response::{IntoResponse, Redirect};

/// A layer that sends requests of `http` to the same address under `https`, with 307.
///
/// A redirect that is made of whatever `Host` a client sends leads wherever the client wants. So it names the hosts that
/// the app is known under, as [`TrustedHosts`](super::TrustedHosts) does; a request for another one is refused with 400.
/// Behind a proxy that ends TLS, the proxy tells the scheme, if it is one of
/// [`App::trusted_proxies`](crate::App::trusted_proxies); nobody else is believed.
///
/// ```
/// use fastrs::middleware::HttpsRedirect;
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/")]
/// async fn root() -> &'static str { "hello" }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let app = App::new("Shop", "1.0.0")
///     .trusted_proxies(["127.0.0.1"])
///     .layer(HttpsRedirect::new(["shop.example"]))
///     .routes(routes![root]);
/// let client = TestClient::new(app);
/// let away = client.get("/?q=1").header("host", "shop.example").await.assert_status(307);
/// assert_eq!(away.header("location"), Some("https://shop.example/?q=1"));
/// client.get("/").header("host", "shop.example").header("x-forwarded-proto", "https").await.assert_ok();
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct HttpsRedirect(Hosts);

impl HttpsRedirect {
    /// Redirects to these hosts alone.
    pub fn new<T: Into<String>>(hosts: impl IntoIterator<Item = T>) -> Self {
        Self(Hosts::new(hosts))
    }
}

impl Layer<RouteService> for HttpsRedirect {
    type Service = HttpsRedirectService;

    fn layer(&self, inner: RouteService) -> HttpsRedirectService {
        HttpsRedirectService { hosts: self.0.clone(), inner }
    }
}

/// What [`HttpsRedirect`] puts around a service.
#[derive(Debug, Clone)]
pub struct HttpsRedirectService {
    hosts: Hosts,
    inner: RouteService,
}

impl Service<Request> for HttpsRedirectService {
    type Response = http::Response<Body>;
    type Error = std::convert::Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answer {
        let Some(host) = self.hosts.known(&request) else { return Answer::ready(invalid_host()) };
        if origin::scheme(request.extensions()) == "https" {
            return self.inner.call(request);
        }
        let uri = request.uri();
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        // Without the port: that of `http` is not that of `https`.
        let target = format!("https://{host}{}{query}", whole_path(uri, request.extensions()));
        let mut answer = Redirect::<307>::to(target).into_response(http::StatusCode::TEMPORARY_REDIRECT);
        answer.extensions_mut().insert(BeforeRouting);
        Answer::ready(answer)
    }
}
