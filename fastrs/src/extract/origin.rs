//! Where the client sees the app.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::{FromRequest, Rejection};
use crate::describe::EndpointDescription;
use crate::request::RequestContext;

/// The path under which a proxy shows the app: what `App::root_path` names, or nothing.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/app")]
/// async fn read_main(root_path: RootPath) -> String {
///     format!("the app is at {root_path}")
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").root_path("/api/v1").routes(routes![read_main]));
/// assert_eq!(client.get("/app").await.text(), "the app is at /api/v1");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootPath(Arc<str>);

/// For calling a handler as the plain function it is.
impl<T: Into<Arc<str>>> From<T> for RootPath {
    fn from(path: T) -> Self {
        Self(path.into())
    }
}

impl Deref for RootPath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RootPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for RootPath {
    fn describe(description: &mut EndpointDescription) {
        description.takes_nothing();
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Ok(Self(cx.shared.root_path.clone()))
    }
}

/// The address of the app as the client sees it, without a slash at its end: `https://shop.example.com/api/v1`.
///
/// Scheme and host are those that a proxy of `App::trusted_proxies` says; without one they are `http` and the host
/// of the request, which is the client's word. The path is `App::root_path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

/// For calling a handler as the plain function it is.
impl<T: Into<String>> From<T> for BaseUrl {
    fn from(url: T) -> Self {
        Self(url.into())
    }
}

impl Deref for BaseUrl {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for BaseUrl {
    fn describe(description: &mut EndpointDescription) {
        description.takes_nothing();
        description.reads_origin = true;
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let host = cx.host().unwrap_or("localhost");
        Ok(Self(format!("{}://{host}{}", cx.scheme(), cx.root_path())))
    }
}
