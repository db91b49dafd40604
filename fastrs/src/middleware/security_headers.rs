//! Headers that tell browsers to be careful.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use tower_layer::Layer;

use super::RouteService;
use crate::request::origin;

/// Nobody puts it into a frame. More cannot be said of a page without knowing it.
const PAGE: HeaderValue = HeaderValue::from_static("frame-ancestors 'none'");

/// An answer that is no page loads nothing, should a browser ever take it for one.
const DATA: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// A layer that adds security headers to every answer. What a handler, or the docs pages, have set stays.
///
/// | header | value |
/// |---|---|
/// | `x-content-type-options` | `nosniff` |
/// | `x-frame-options` | `DENY` |
/// | `content-security-policy` | `frame-ancestors 'none'`; of JSON also `default-src 'none'` |
/// | `referrer-policy` | `no-referrer` |
/// | `strict-transport-security` | none, until [`SecurityHeaders::hsts`] |
///
/// ```
/// use fastrs::http::header::{HeaderValue, REFERRER_POLICY};
/// use fastrs::middleware::SecurityHeaders;
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/")]
/// async fn root() -> Html<&'static str> { Html("<h1>Shop</h1>") }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let headers = SecurityHeaders::new().set(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
/// let client = TestClient::new(App::new("Shop", "1.0.0").routes(routes![root]).layer(headers));
/// let page = client.get("/").await.assert_ok();
/// assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
/// assert_eq!(page.header("referrer-policy"), Some("same-origin"));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct SecurityHeaders {
    headers: HeaderMap,
    /// Whether the policy is ours, which is another one for JSON.
    own_policy: bool,
    hsts: Option<HeaderValue>,
}

impl Default for SecurityHeaders {
    fn default() -> Self {
        let headers = HeaderMap::from_iter([
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        ]);
        Self { headers, own_policy: true, hsts: None }
    }
}

impl SecurityHeaders {
    /// The headers of the table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a header, in the place of the table's or beside it.
    #[must_use]
    pub fn set(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.own_policy &= name != CONTENT_SECURITY_POLICY;
        self.headers.insert(name, value);
        self
    }

    /// Leaves a header of the table out.
    #[must_use]
    pub fn remove(mut self, name: &HeaderName) -> Self {
        self.own_policy &= name != CONTENT_SECURITY_POLICY;
        self.headers.remove(name);
        self
    }

    /// Tells browsers to come by `https` alone for so long (`Strict-Transport-Security`), to this host and, with
    /// `subdomains`, to every one below it.
    ///
    /// There is no way back before that time is over, so begin with minutes. It is said only to requests that came by
    /// `https`, as RFC 6797 wants it: TLS ends at a proxy, which must be one of
    /// [`App::trusted_proxies`](crate::App::trusted_proxies) to be believed.
    #[must_use]
    pub fn hsts(mut self, max_age: Duration, subdomains: bool) -> Self {
        let below = if subdomains { "; includeSubDomains" } else { "" };
        self.hsts = HeaderValue::try_from(format!("max-age={}{below}", max_age.as_secs())).ok();
        self
    }

    fn add_to(&self, headers: &mut HeaderMap, is_https: bool) {
        for (name, value) in &self.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if self.own_policy && !headers.contains_key(CONTENT_SECURITY_POLICY) {
            let policy = if is_json(headers) { DATA } else { PAGE };
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        if let Some(hsts) = self.hsts.as_ref().filter(|_| is_https) {
            headers.entry(STRICT_TRANSPORT_SECURITY).or_insert_with(|| hsts.clone());
        }
    }
}

/// `application/json`, and what is built on it.
fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim_end();
    media == "application/json" || media.ends_with("+json")
}

impl Layer<RouteService> for SecurityHeaders {
    type Service = RouteService;

    fn layer(&self, inner: RouteService) -> RouteService {
        let added = Arc::new(self.clone());
        RouteService::from_fn(move |request| {
            let (added, is_https) = (added.clone(), origin::scheme(request.extensions()) == "https");
            let answer = inner.answer(request);
            Box::pin(async move {
                let mut response = answer.await;
                added.add_to(response.headers_mut(), is_https);
                response
            })
        })
    }
}
