//! Functions under `#[middleware]`.

use std::any::type_name;
use std::future::Future;

use super::{BoxLayer, RouteService, via};
use crate::body::BoxFuture;
use crate::describe::EndpointDescription;
use crate::request::{Request, RequestContext};
use crate::response::Response;

/// What a middleware hands the request on to.
#[derive(Debug, Clone)]
pub struct Next(RouteService);

impl Next {
    /// Runs what comes next: a further middleware, or the handler.
    pub async fn run(self, request: Request) -> Response {
        self.0.answer(request).await
    }
}

/// A function under `#[middleware]` that takes more than the request and what comes next.
pub trait Middleware: Send + Sync + 'static {
    /// Writes what it takes, and how that can fail, into the description of every operation that it stands around.
    fn describe(description: &mut EndpointDescription);

    /// Takes the arguments, and runs the function.
    fn run(cx: RequestContext, next: Next) -> BoxFuture<'static, Response>;
}

/// What `App::middleware` and `Router::middleware` take: a function under `#[middleware]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no middleware",
    label = "not a function of the request and what comes next",
    note = "write `#[middleware] async fn name(request: Request, next: Next) -> Response`; a closure names both types, too"
)]
pub trait IntoMiddleware<Via> {
    /// The middleware as a layer.
    fn into_middleware(self) -> BoxLayer;
}

impl<F, Fut> IntoMiddleware<via::Function<Fut>> for F
where
    F: Fn(Request, Next) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
{
    fn into_middleware(self) -> BoxLayer {
        BoxLayer::from_wrap(
            type_name::<F>(),
            |_| {},
            move |inner, _| {
                let middleware = self.clone();
                RouteService::from_fn(move |request| Box::pin(middleware(request, Next(inner.clone()))))
            },
        )
    }
}

impl<M: Middleware> IntoMiddleware<via::Arguments> for M {
    fn into_middleware(self) -> BoxLayer {
        BoxLayer::from_wrap(type_name::<M>(), M::describe, |inner, scope| {
            let scope = scope.clone();
            RouteService::from_fn(move |request| M::run(scope.context(request), Next(inner.clone())))
        })
    }
}
