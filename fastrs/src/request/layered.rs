//! What travels with a request through layers.

use std::sync::{Arc, Mutex, PoisonError};

use super::{ClientAddr, Request, RequestContext};
use crate::path::Captures;
use crate::typemap::TypeMap;

/// What the tree found, on its way through the layers of a route.
#[derive(Clone, Default)]
pub(crate) struct Matched {
    pub(crate) captures: Captures,
    pub(crate) client: Option<ClientAddr>,
}

/// The dependencies that a middleware resolved, on their way to the next one and to the handler.
#[derive(Clone)]
struct Resolved(Arc<Mutex<TypeMap>>);

impl RequestContext {
    /// The request again, with what was resolved for it, for whoever comes next.
    pub(crate) fn into_request(mut self) -> Request {
        let body = self.take_body();
        let mut request = Request::from_parts(self.parts, body);
        if !self.resolved.is_empty() {
            request.extensions_mut().insert(Resolved(Arc::new(Mutex::new(self.resolved))));
        }
        request
    }

    /// What middlewares resolved for this request.
    pub(crate) fn resolved_before(request: &mut Request) -> TypeMap {
        let Some(Resolved(resolved)) = request.extensions_mut().remove() else { return TypeMap::default() };
        let mut resolved = resolved.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *resolved)
    }
}
