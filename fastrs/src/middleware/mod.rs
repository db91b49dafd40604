//! What stands around the app, a router or a route: tower layers and middleware functions, their types forgotten.

mod hosts;
mod https;

use std::convert::Infallible;
use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use crate::body::{Body, BoxError};
use crate::endpoint::BoxFuture;
use crate::request::Request;
use crate::response::{InternalError, Response, panicked};

pub use hosts::TrustedHosts;
pub use https::HttpsRedirect;

/// Rides along in the extensions of an answer that a layer of the framework gives in place of every route: no operation
/// documents it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BeforeRouting;

/// The app, or a mounted service, as a layer sees it: a tower service that never fails.
#[derive(Clone)]
pub struct RouteService(Arc<dyn Fn(Request) -> BoxFuture<'static, Response> + Send + Sync>);

impl RouteService {
    pub(crate) fn new<S, B>(service: S) -> Self
    where
        S: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Arc::new(move |request| {
            // A clone is not ready until it has been asked, whatever the original said.
            let mut service = service.clone();
            Box::pin(async move {
                let called = async {
                    std::future::poll_fn(|cx| service.poll_ready(cx)).await?;
                    service.call(request).await
                };
                match called.await {
                    Ok(response) => response.map(Body::new),
                    Err(error) => InternalError::new(error).into_response(),
                }
            })
        }))
    }

    pub(crate) fn from_fn(
        run: impl Fn(Request) -> BoxFuture<'static, Response> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(run))
    }

    /// What a layer does before it first waits is done here, so a panic of it is caught here.
    pub(crate) fn run(&self, request: Request) -> BoxFuture<'static, Response> {
        catch_unwind(AssertUnwindSafe(|| (self.0)(request)))
            .unwrap_or_else(|panic| Box::pin(ready(panicked("a layer", &*panic))))
    }
}

/// For any body, because a layer may change the one of the request.
impl<B> Service<http::Request<B>> for RouteService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Answer {
        Answer(self.run(request.map(Body::new)))
    }
}

impl std::fmt::Debug for RouteService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RouteService")
    }
}

/// The answer of a [`RouteService`] on its way.
#[allow(missing_debug_implementations, reason = "a boxed future")]
pub struct Answer(BoxFuture<'static, Response>);

impl Answer {
    fn ready(response: Response) -> Self {
        Self(Box::pin(std::future::ready(response)))
    }
}

impl Future for Answer {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

/// What a middleware hands the request on to.
#[derive(Debug, Clone)]
pub struct Next(RouteService);

impl Next {
    /// Runs what comes next: a further middleware, or the handler.
    pub async fn run(self, request: Request) -> Response {
        self.0.run(request).await
    }
}

/// A layer whose type is forgotten. Shared, because every route of a router has it.
#[derive(Clone)]
pub(crate) struct BoxLayer(Arc<dyn Fn(RouteService) -> RouteService + Send + Sync>);

impl BoxLayer {
    pub(crate) fn wrap(&self, inner: RouteService) -> RouteService {
        (self.0)(inner)
    }
}

impl std::fmt::Debug for BoxLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BoxLayer")
    }
}

pub(crate) fn layer_of<L, B>(layer: L) -> BoxLayer
where
    L: Layer<RouteService> + Send + Sync + 'static,
    L::Service: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request>>::Future: Send + 'static,
    <L::Service as Service<Request>>::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    BoxLayer(Arc::new(move |inner| RouteService::new(layer.layer(inner))))
}

pub(crate) fn middleware_of<F, Fut>(middleware: F) -> BoxLayer
where
    F: Fn(Request, Next) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
{
    BoxLayer(Arc::new(move |inner| {
        let middleware = middleware.clone();
        RouteService::from_fn(move |request| Box::pin(middleware(request, Next(inner.clone()))))
    }))
}
