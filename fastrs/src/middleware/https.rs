//! From `http` to `https`.

use std::future::ready;

use tower_layer::Layer;

use super::hosts::{Hosts, invalid_host};
use super::{BeforeRouting, RouteService};
use crate::request::{Request, origin, whole_path};
use crate::response::{IntoResponse, Redirect, Response};

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
    type Service = RouteService;

    fn layer(&self, inner: RouteService) -> RouteService {
        let hosts = self.0.clone();
        RouteService::from_fn(move |request| {
            let Some(host) = hosts.known(&request) else { return Box::pin(ready(invalid_host())) };
            if origin::scheme(request.extensions()) == "https" {
                return Box::pin(inner.answer(request));
            }
            Box::pin(ready(redirect(&host, &request)))
        })
    }
}

fn redirect(host: &str, request: &Request) -> Response {
    let uri = request.uri();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    // Without the port: that of `http` is not that of `https`.
    let target = format!("https://{host}{}{query}", whole_path(uri, request.extensions()));
    let mut answer = Redirect::<307>::to(target).into_response(http::StatusCode::TEMPORARY_REDIRECT);
    answer.extensions_mut().insert(BeforeRouting);
    answer
}
