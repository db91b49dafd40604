//! Everything that travels with one request through its endpoint.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use serde_json::value::RawValue;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{ClientAddr, Form, Pairs, Request, ScopeChain, origin};
use crate::body::{Body, CollectError};
use crate::describe::HandlerLocation;
use crate::path::{Captures, Template};
use crate::typemap::TypeMap;
use crate::validate::ValidationErrors;

/// What all endpoints of an app share.
pub(crate) struct Shared {
    pub(crate) state: TypeMap,
    /// The path under which a proxy shows the app, without a slash at its end; empty where there is none.
    pub(crate) root_path: Arc<str>,
    pub(crate) overrides: TypeMap,
    /// What higher rooms keep for all requests, each under a type of its own.
    pub(crate) keeps: TypeMap,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            state: TypeMap::default(),
            root_path: "".into(),
            overrides: TypeMap::default(),
            keeps: TypeMap::default(),
        }
    }
}

/// A state that a start-up step makes: empty until then.
#[derive(Debug)]
pub(crate) struct LateState<T>(pub(crate) Arc<OnceLock<Arc<T>>>);

/// What the app has settled about one route.
#[derive(Debug)]
pub(crate) struct RouteInfo {
    pub(crate) template: Template,
    pub(crate) body_limit: usize,
    /// Whether a JSON body must be declared as one.
    pub(crate) strict_content_type: bool,
    /// Whether a number of a JSON body must be a number.
    pub(crate) strict_json: bool,
    pub(crate) timeout: Option<Duration>,
    /// Whether the handler goes on when its client has left.
    pub(crate) finishes: bool,
    /// The handlers whose clients have left, in the whole app.
    pub(crate) unattended: Unattended,
    /// Whether something is left to be done when the handler has answered.
    pub(crate) concludes: bool,
    pub(crate) statuses: Statuses,
    /// Whether something is to be asked between the arguments and the handler.
    pub(crate) is_gated: bool,
    /// What higher rooms keep for the route, each under a type of its own.
    pub(crate) keeps: TypeMap,
    /// The handler's path, for the log.
    pub(crate) handler: String,
    /// Its file and line, for the start-up report.
    pub(crate) place: HandlerLocation,
}

/// The statuses that the document of a route names.
#[derive(Debug)]
pub(crate) struct Statuses {
    pub(crate) named: Vec<u16>,
    /// Whether it has a `default`, which stands for any other.
    pub(crate) default: bool,
    /// What may come although the document is silent: of a broken connection, or before an error handler changes it.
    pub(crate) unnamed: &'static [u16],
}

impl Statuses {
    pub(crate) fn name(&self, status: StatusCode) -> bool {
        self.named.contains(&status.as_u16())
    }

    pub(crate) fn cover(&self, status: StatusCode) -> bool {
        self.default || self.name(status) || self.unnamed.contains(&status.as_u16())
    }
}

/// Counts the handlers that run on although their client has left.
#[derive(Debug, Clone)]
pub(crate) struct Unattended(Arc<Semaphore>);

impl Default for Unattended {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(Self::MAX as usize)))
    }
}

impl Unattended {
    /// More than these are let go.
    const MAX: u32 = 1024;

    /// A place among them, if there is one.
    pub(crate) fn permit(&self) -> Option<OwnedSemaphorePermit> {
        self.0.clone().try_acquire_owned().ok()
    }

    /// Waits until all of them have ended.
    pub(crate) async fn ended(&self) {
        let _ = self.0.acquire_many(Self::MAX).await;
    }
}

/// A JSON body that has been read.
#[derive(Debug, Default)]
pub(crate) enum JsonBody {
    /// Not read, or found wanting when it was.
    #[default]
    None,
    /// The whole body is one value.
    Whole(Bytes),
    /// Several arguments share the body, and it is no object: even those that may be left out are missing.
    NoObject,
    /// The body is an object of which every argument takes the value under its name.
    Fields(HashMap<String, Box<RawValue>>),
}

/// One request on its way through its endpoint.
///
/// Extractors ([`FromRequest`](crate::extract::FromRequest)) read from it.
pub struct RequestContext {
    pub(crate) parts: Parts,
    pub(crate) json: JsonBody,
    pub(crate) shared: Arc<Shared>,
    pub(crate) route: Arc<RouteInfo>,
    /// Dependencies resolved so far.
    pub(crate) resolved: TypeMap,
    /// The scopes that are asked for around what is being resolved.
    pub(crate) scopes: ScopeChain,
    /// What the dependencies of the route's routers found wrong with the request.
    pub(crate) faults: Option<Box<ValidationErrors>>,
    /// What is kept for the time when the handler has answered, on routes with such.
    pub(crate) after: Option<Arc<dyn Any + Send + Sync>>,
    client: Option<ClientAddr>,
    /// Whether an argument of the handler takes the body, which then is not for whoever comes first.
    claimed: bool,
    body: Body,
    captures: Captures,
    query: Option<Pairs>,
    /// Boxed, because most requests have none.
    form: Option<Box<dyn Form>>,
}

impl RequestContext {
    #[inline(always)]
    pub(crate) fn new(
        request: Request,
        client: Option<ClientAddr>,
        captures: Captures,
        shared: Arc<Shared>,
        route: Arc<RouteInfo>,
    ) -> Self {
        let (parts, body) = request.into_parts();
        let query = parts.uri.query().map(Pairs::index);
        Self {
            parts,
            json: JsonBody::None,
            shared,
            route,
            resolved: TypeMap::default(),
            scopes: ScopeChain::default(),
            faults: None,
            after: None,
            client,
            claimed: false,
            body,
            captures,
            query,
            form: None,
        }
    }

    /// The method, address, headers and extensions.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The headers.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.parts.headers
    }

    /// The address of the client's end of the connection, where there is a connection.
    pub fn client_addr(&self) -> Option<ClientAddr> {
        // A layer that trusts a proxy puts the address it believes into the extensions.
        self.parts.extensions.get::<ClientAddr>().copied().or(self.client)
    }

    /// The path under which a proxy shows the app, as `App::root_path` names it: `/api/v1`, or nothing.
    pub fn root_path(&self) -> &str {
        &self.shared.root_path
    }

    /// The scheme by which the client came: what a trusted proxy says, or `http`, since TLS ends at a proxy.
    pub fn scheme(&self) -> &str {
        origin::scheme(&self.parts.extensions)
    }

    /// The host that the client called, with its port where it named one: what a trusted proxy says, or the request
    /// itself.
    pub fn host(&self) -> Option<&str> {
        origin::host(&self.parts.uri, &self.parts.headers, &self.parts.extensions)
    }

    /// The app's state of type `T`, if it was given one.
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let state = &self.shared.state;
        state.get::<Arc<T>>().or_else(|| state.get::<LateState<T>>()?.0.get()).cloned()
    }

    /// The path template of the route, as in `/items/{item_id}`.
    pub fn route(&self) -> &str {
        self.route.template.as_str()
    }

    /// The JSON body, or the raw one, as it was received, if it has been read.
    pub(crate) fn received(&self) -> Option<Bytes> {
        match &self.json {
            JsonBody::Whole(bytes) => Some(bytes.clone()),
            JsonBody::Fields(fields) if !fields.is_empty() => {
                serde_json::to_vec(fields).ok().map(Bytes::from)
            }
            _ => Some(Bytes::copy_from_slice(self.form()?.received()?.as_bytes())),
        }
    }

    /// Hides the body from those who must not take it, until it is claimed or freed again.
    pub(crate) fn hide_body(&mut self, hidden: bool) {
        self.claimed = hidden;
    }

    pub(crate) fn claim_body(&mut self) {
        self.claimed = true;
    }

    /// Takes the body for a request that is handed on whole: an empty one, if another argument takes it.
    pub(crate) fn body_of_request(&mut self) -> Body {
        if self.claimed { Body::empty() } else { self.take_body() }
    }

    /// Takes the body. A second call gets an empty one.
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.body)
    }

    /// Whether the body is known to be empty.
    pub(crate) fn has_empty_body(&self) -> bool {
        self.body.size() == Some(0)
    }

    /// Reads the whole body, up to the route's limit.
    ///
    /// # Errors
    /// As [`Body::collect`].
    pub async fn read_body(&mut self) -> Result<Bytes, CollectError> {
        let limit = self.route.body_limit;
        self.take_body().collect(limit).await
    }

    /// The raw value of a path parameter.
    pub(crate) fn path_value(&self, name: &str) -> Option<&str> {
        let index = self.route.template.names().iter().position(|known| known == name)?;
        self.captures.get(self.parts.uri.path(), index)
    }

    /// The query string with its index.
    pub(crate) fn query(&self) -> Option<(&str, &Pairs)> {
        Some((self.parts.uri.query()?, self.query.as_ref()?))
    }

    /// The form, once it has been read.
    pub(crate) fn form(&self) -> Option<&dyn Form> {
        self.form.as_deref()
    }

    pub(crate) fn set_form(&mut self, form: impl Form) {
        self.form = Some(Box::new(form));
    }

    /// Every `Cookie` header.
    pub(crate) fn cookie_headers(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.parts.headers.get_all(http::header::COOKIE).iter().map(http::HeaderValue::as_bytes)
    }
}

impl std::fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestContext")
            .field("method", &self.parts.method)
            .field("path", &self.parts.uri.path())
            .field("route", &self.route())
            .finish_non_exhaustive()
    }
}
