//! Layers whose types are forgotten, and what can be one.

use std::any::{TypeId, type_name};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use super::{ConcurrencyLimit, IntoMiddleware, RouteService};
use crate::body::BoxError;
use crate::describe::EndpointDescription;
use crate::log::panic_text;
use crate::request::{Matched, Request, RequestContext, RouteInfo, Shared};

/// Where a layer stands: around the app, or around a route.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) shared: Arc<Shared>,
    pub(crate) route: Arc<RouteInfo>,
}

impl Scope {
    /// The request as the arguments of a function see it. The body is the handler's.
    pub(super) fn context(&self, mut request: Request) -> RequestContext {
        let matched = request.extensions().get::<Matched>().cloned().unwrap_or_default();
        let resolved = RequestContext::resolved_before(&mut request);
        let (shared, route) = (self.shared.clone(), self.route.clone());
        let mut cx = RequestContext::new(request, matched.client, matched.captures, shared, route);
        cx.resolved = resolved;
        cx.hide_body(true);
        cx
    }
}

type Wrap = Arc<dyn Fn(RouteService, &Scope) -> RouteService + Send + Sync>;

/// A layer whose type is forgotten. Shared, because every route of a router has it.
#[derive(Clone)]
pub struct BoxLayer {
    wrap: Wrap,
    /// Of which type it was, for messages.
    pub(crate) name: &'static str,
    /// Writes what it takes of a request into the description of every operation that it stands around.
    pub(crate) describe: fn(&mut EndpointDescription),
}

impl BoxLayer {
    /// Forgets the type of a layer.
    pub fn new<L, B>(layer: L) -> Self
    where
        L: Layer<RouteService> + Send + Sync + 'static,
        L::Service: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let describe: fn(&mut EndpointDescription) = if TypeId::of::<L>() == TypeId::of::<ConcurrencyLimit>()
        {
            ConcurrencyLimit::describe
        } else {
            |_| {}
        };
        Self::from_wrap(type_name::<L>(), describe, move |inner, _| RouteService::new(layer.layer(inner)))
    }

    pub(crate) fn from_wrap(
        name: &'static str,
        describe: fn(&mut EndpointDescription),
        wrap: impl Fn(RouteService, &Scope) -> RouteService + Send + Sync + 'static,
    ) -> Self {
        Self { wrap: Arc::new(wrap), name, describe }
    }

    /// Puts it around a service.
    ///
    /// # Errors
    /// What it says if it panics, as tower-http's `CorsLayer` does where its rules contradict each other.
    pub(crate) fn wrap(&self, inner: RouteService, scope: &Scope) -> Result<RouteService, String> {
        catch_unwind(AssertUnwindSafe(|| (self.wrap)(inner, scope))).map_err(|panic| panic_text(&*panic))
    }
}

impl std::fmt::Debug for BoxLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BoxLayer({})", self.name)
    }
}

/// How something is a layer: markers that the compiler infers.
#[allow(missing_debug_implementations, reason = "never made")]
pub mod via {
    /// It is a tower layer whose answers have bodies of type `B`.
    pub struct Layer<B>(B);
    /// It is a middleware.
    pub struct Middleware<Via>(Via);
    /// It is a function of the request and what comes next, with a future of type `Fut`.
    pub struct Function<Fut>(Fut);
    /// It is a function that takes more than these.
    pub enum Arguments {}
}

/// What the key `layers` of a route lists: tower layers, and functions under `#[middleware]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no layer",
    label = "neither a tower layer nor a function under `#[middleware]`"
)]
pub trait IntoLayer<Via> {
    /// The layer, its type forgotten.
    fn into_layer(self) -> BoxLayer;
}

impl<L, B> IntoLayer<via::Layer<B>> for L
where
    L: Layer<RouteService> + Send + Sync + 'static,
    L::Service: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request>>::Future: Send + 'static,
    <L::Service as Service<Request>>::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_layer(self) -> BoxLayer {
        BoxLayer::new(self)
    }
}

impl<M: IntoMiddleware<Via>, Via> IntoLayer<via::Middleware<Via>> for M {
    fn into_layer(self) -> BoxLayer {
        self.into_middleware()
    }
}
