//! What stands around the app or a router: ready-made layers, any other tower layer, and functions under
//! [`#[middleware]`](macro@crate::middleware).
//!
//! | layer | for what | feature |
//! |---|---|---|
//! | [`TrustedHosts`] | refuses requests for other hosts: 400 | |
//! | [`HttpsRedirect`] | sends `http` to `https` | |
//! | [`RequestId`] | gives every request a name, for the log | |
//! | [`ConcurrencyLimit`] | sheds load: 503 | |
//! | [`SecurityHeaders`] | tells browsers to be careful | |
//! | `CorsLayer` | lets other origins' scripts in | `cors`, on by default |
//! | `CompressionLayer`, `RequestDecompressionLayer` | gzip, both ways | `compression` |
//! | `TraceLayer` | a span for every request | `trace` |
//! | `SetSensitiveHeadersLayer` | keeps headers out of spans | `trace` |
//!
//! Those with a feature are [tower-http](https://docs.rs/tower-http)'s own. Timeouts and limits of bodies are no layers:
//! [`App::timeout`](crate::App::timeout), [`App::body_limit`](crate::App::body_limit), and the keys `timeout` and
//! `body_limit` of a route. Panics are caught wherever they arise.

mod concurrency;
mod function;
mod hosts;
mod https;
mod layer;
mod request_id;
mod security_headers;

use std::any::Any;
use std::convert::Infallible;
use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_service::Service;

use crate::body::{Body, BoxError, BoxFuture};
use crate::request::Request;
use crate::response::{InternalError, Response, panicked};

pub use concurrency::ConcurrencyLimit;
pub use function::{IntoMiddleware, Middleware, Next};
pub use hosts::TrustedHosts;
pub use https::HttpsRedirect;
pub(crate) use layer::Scope;
pub use layer::{BoxLayer, IntoLayer, via};
pub use request_id::RequestId;
pub use security_headers::SecurityHeaders;
#[cfg(feature = "cors")]
pub use tower_http::cors::{
    AllowCredentials, AllowHeaders, AllowMethods, AllowOrigin, AllowPrivateNetwork, CorsLayer, ExposeHeaders,
    MaxAge, Vary,
};
#[cfg(feature = "compression")]
pub use tower_http::{
    compression::{CompressionLayer, predicate},
    decompression::RequestDecompressionLayer,
};
#[cfg(feature = "trace")]
pub use tower_http::{
    sensitive_headers::{
        SetSensitiveHeadersLayer, SetSensitiveRequestHeadersLayer, SetSensitiveResponseHeadersLayer,
    },
    trace::TraceLayer,
};

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
        let mut service = Some(service);
        // One of these already: a layer that makes such costs no second box.
        if let Some(own) =
            (&mut service as &mut dyn Any).downcast_mut::<Option<Self>>().and_then(Option::take)
        {
            return own;
        }
        let Some(service) = service else { unreachable!("taken only where it was one of these") };
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

    /// As a tower service answers, but without a `Result`.
    pub(crate) fn answer(&self, request: Request) -> impl Future<Output = Response> + Send + use<> {
        let answer = Answer(self.run(request));
        async {
            let Ok(response) = answer.await;
            response
        }
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

impl Future for Answer {
    type Output = Result<Response, Infallible>;

    /// A panic is answered here, so that the layers further out see an answer: CORS headers stand on it, too.
    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(cx)))
            .unwrap_or_else(|panic| Poll::Ready(panicked("a layer", &*panic)))
            .map(Ok)
    }
}
