//! What can be hung under a prefix: a second app, or any tower service.

use bytes::Bytes;
use tower_service::Service;

use super::App;
use crate::body::BoxError;
use crate::middleware::RouteService;
use crate::request::Request;

/// What is mounted.
pub enum Mount {
    /// A second app, whose wiring is checked with that of the first.
    App(Box<App>),
    /// A service that knows nothing of fastrs.
    Service(RouteService),
}

impl std::fmt::Debug for Mount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mount")
    }
}

/// How something is mounted: markers that the compiler infers.
#[allow(missing_debug_implementations, reason = "never made")]
pub mod via {
    /// It is an app.
    pub enum App {}
    /// It is a tower service with a body of type `B`.
    pub struct Service<B>(B);
}

/// What [`App::mount`] takes: an [`App`], or a tower service from requests to responses.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be mounted",
    label = "neither an `App` nor a tower service",
    note = "a service takes a `fastrs::Request`, and is `Clone`, `Send` and `Sync`"
)]
pub trait IntoMount<Via> {
    /// What is mounted.
    fn into_mount(self) -> Mount;
}

impl IntoMount<via::App> for App {
    fn into_mount(self) -> Mount {
        Mount::App(Box::new(self))
    }
}

impl<S, B> IntoMount<via::Service<B>> for S
where
    S: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_mount(self) -> Mount {
        Mount::Service(RouteService::new(self))
    }
}
