//! An endpoint: a handler with its description, as the router holds it.

use std::any::TypeId;

pub use crate::body::BoxFuture;
use crate::describe::{EndpointDescription, OperationInfo};
use crate::limit::RateLimit;
use crate::middleware::BoxLayer;
use crate::request::RequestContext;
use crate::response::Response;

/// The companion type of a handler: what `#[get]` and its siblings make beside the function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler",
    label = "expected the name of a function under `#[get]`, `#[post]`, …",
    note = "put `#[get(\"/path\")]` or one of its siblings on the function"
)]
pub trait Endpoint: 'static {
    /// What the attribute says.
    fn operation() -> &'static OperationInfo;

    /// Writes what the handler takes and gives into the description.
    fn describe(description: &mut EndpointDescription);

    /// Runs the handler for one request.
    fn call(cx: RequestContext) -> BoxFuture<'static, Response>;

    /// Makes the layers around the handler, innermost first: once for every time that it is listed.
    fn layers() -> Vec<BoxLayer> {
        Vec::new()
    }

    /// Makes the limits of the operation.
    fn limits() -> Vec<RateLimit> {
        Vec::new()
    }
}

/// An endpoint whose type is forgotten: what `routes![]` lists.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub(crate) id: TypeId,
    pub(crate) operation: &'static OperationInfo,
    pub(crate) describe: fn(&mut EndpointDescription),
    pub(crate) call: fn(RequestContext) -> BoxFuture<'static, Response>,
    pub(crate) layers: fn() -> Vec<BoxLayer>,
    pub(crate) limits: fn() -> Vec<RateLimit>,
}

impl Route {
    /// The route of an endpoint.
    pub fn of<E: Endpoint>() -> Self {
        Self {
            id: TypeId::of::<E>(),
            operation: E::operation(),
            describe: E::describe,
            call: E::call,
            layers: E::layers,
            limits: E::limits,
        }
    }
}
