//! From a request to its route, and from the route's answer to the response.

use std::any::TypeId;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::header::{ALLOW, CONTENT_LENGTH, HeaderValue, LOCATION};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::time::Sleep;

use super::Slashes;
use super::docs::File;
use super::layers::RouteService;
use crate::body::Body;
use crate::endpoint::BoxFuture;
use crate::error::HttpError;
use crate::files::Frontend;
use crate::path::Template;
use crate::request::{ClientAddr, Proxies, Request, RequestContext, RouteInfo, Shared, Unattended};
use crate::response::{Declared, InternalError, IntoResponse, Response, detail_response, empty, refine};
use crate::router::{Found, Tree};

/// What all clones of a frozen app share.
pub(super) struct Inner {
    pub(super) tree: Tree<Served>,
    pub(super) slashes: Slashes,
    /// Those with the longest paths first.
    pub(super) frontends: Vec<(String, Frontend)>,
    pub(super) proxies: Option<Proxies>,
    pub(super) unattended: Unattended,
    pub(super) shared: Arc<Shared>,
    pub(super) document: Value,
    pub(super) templates: Vec<(TypeId, Template)>,
}

/// What serves a path.
#[derive(Debug)]
pub(super) enum Served {
    Route(ServedRoute),
    File(Arc<File>),
    Mount { prefix: usize, service: RouteService },
}

#[derive(Debug)]
pub(super) struct ServedRoute {
    pub(super) call: fn(RequestContext) -> BoxFuture<'static, Response>,
    pub(super) info: Arc<RouteInfo>,
}

impl Inner {
    pub(super) fn dispatch(&self, mut request: Request, client: Option<ClientAddr>) -> Dispatch {
        let root = &*self.shared.root_path;
        if !root.is_empty() && is_below(request.uri().path(), root) {
            request = without_prefix(request, root.len());
        }
        let found = self.tree.find(request.method(), request.uri().path());
        match found {
            Found::Nothing => self.nothing(request, client),
            found => self.run(found, request, client),
        }
    }

    fn run(&self, found: Found<'_, Served>, request: Request, client: Option<ClientAddr>) -> Dispatch {
        let head = *request.method() == Method::HEAD;
        match found {
            Found::Value(Served::Route(route), captures) => {
                // Whatever may change something runs to its end, even if nobody waits for the answer.
                let finishes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
                let (shared, info) = (self.shared.clone(), route.info.clone());
                let cx = RequestContext::new(request, client, captures, shared, info);
                Dispatch::running((route.call)(cx), route.info.clone(), head, finishes)
            }
            Found::Value(Served::File(file), _) => Dispatch::ready(file.response(&request), head),
            Found::Value(Served::Mount { prefix, service }, _) => {
                Dispatch::layered(service.run(without_prefix(request, *prefix)), head)
            }
            Found::OtherMethods(allow) => Dispatch::ready(other_method(request.method(), allow), head),
            Found::Nothing => {
                let response = detail_response(StatusCode::NOT_FOUND, &"Not Found", HeaderMap::new());
                Dispatch::ready(response, head)
            }
        }
    }

    #[cold]
    fn nothing(&self, request: Request, client: Option<ClientAddr>) -> Dispatch {
        let uri = request.uri();
        let other = other_slash(uri.path()).filter(|other| self.tree.serves(other));
        match (other, self.slashes) {
            // What was captured stands at the same places: the paths differ in their last character alone.
            (Some(other), Slashes::Ignore) => {
                self.run(self.tree.find(request.method(), &other), request, client)
            }
            (Some(other), Slashes::Redirect) => {
                // The client sees the address with the root path, whether or not a proxy takes it off.
                let other = format!("{}{other}", self.shared.root_path);
                Dispatch::ready(redirect(&other, uri.query()), *request.method() == Method::HEAD)
            }
            _ => match self.frontend(request.uri().path()) {
                Some((prefix, frontend)) => {
                    let head = *request.method() == Method::HEAD;
                    let request = without_prefix(request, prefix.len());
                    Dispatch::layered(frontend.answer(request.into_parts().0), head)
                }
                None => self.run(Found::Nothing, request, client),
            },
        }
    }

    fn frontend(&self, path: &str) -> Option<&(String, Frontend)> {
        let is_under = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.frontends.iter().find(|(prefix, _)| is_under(prefix))
    }
}

/// Whether a path is `prefix`, or one below it.
fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The same path with or without its last slash.
///
/// Never one that begins with `//` or `/\`: as a `Location` it would lead to another host.
fn other_slash(path: &str) -> Option<String> {
    let other = match path.strip_suffix('/') {
        Some("") => return None,
        Some(shorter) => shorter.to_owned(),
        None => format!("{path}/"),
    };
    (!other.starts_with("//") && !other.starts_with("/\\")).then_some(other)
}

fn redirect(path: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = empty(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::try_from(format!("{path}{query}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

#[cold]
fn other_method(method: &Method, allow: &HeaderValue) -> Response {
    let mut response = if method == Method::OPTIONS {
        empty(StatusCode::NO_CONTENT)
    } else {
        detail_response(StatusCode::METHOD_NOT_ALLOWED, &"Method Not Allowed", HeaderMap::new())
    };
    response.headers_mut().insert(ALLOW, allow.clone());
    response
}

/// The request as a mounted service sees it.
fn without_prefix(mut request: Request, prefix: usize) -> Request {
    let uri = request.uri();
    let rest = uri.path().get(prefix..).filter(|rest| !rest.is_empty()).unwrap_or("/");
    let target = match uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    if let Ok(uri) = target.parse() {
        *request.uri_mut() = uri;
    }
    request
}

/// The answer to HEAD: the head of the answer to GET.
fn without_body(response: Response) -> Response {
    let size = http_body::Body::size_hint(response.body()).exact();
    let mut response = response.map(|_| Body::empty());
    if let Some(size) = size.filter(|size| *size > 0) {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert_with(|| HeaderValue::from(size));
    }
    response
}

/// What the generated code does last, while it still holds the request: faults of the program are logged here.
#[inline]
pub(crate) fn finish(cx: &RequestContext, response: Response) -> Response {
    // Only answers with a fault, a status chosen at run time or a file have extensions.
    if response.extensions().is_empty() { response } else { finish_marked(cx, response) }
}

#[cold]
fn finish_marked(cx: &RequestContext, mut response: Response) -> Response {
    // Taken out, so that nothing further out logs it again.
    if let Some(error) = response.extensions_mut().remove::<InternalError>() {
        log_error(cx, &error.chain());
        return response;
    }
    let status = response.status();
    let declared = response.extensions_mut().remove::<Declared>();
    if declared.is_some() && !cx.route.statuses.contains(&status.as_u16()) {
        let fault = format!("the handler answered {status}, which its attribute does not declare");
        log_error(cx, &fault);
        return internal_error();
    }
    refine(response, &cx.parts().method, cx.headers())
}

/// The 500 of a fault that has been logged.
fn internal_error() -> Response {
    let phrase = "Internal Server Error";
    detail_response(StatusCode::INTERNAL_SERVER_ERROR, &phrase, HeaderMap::new())
}

fn log_error(cx: &RequestContext, error: &str) {
    let parts = cx.parts();
    let request_id = parts.headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("-");
    // Control characters of the client's must not forge lines of the log.
    let (path, request_id) = (parts.uri.path().escape_debug(), request_id.escape_debug());
    let handler = &cx.route.handler;
    crate::log::error(format_args!(
        "{} {path} failed in {handler}: {error} (request id {request_id})",
        parts.method
    ));
}

/// An answer on its way.
pub struct Dispatch {
    state: State,
    head: bool,
}

enum State {
    Ready(Option<Response>),
    Running(Running),
    Layered(BoxFuture<'static, Response>),
}

impl Dispatch {
    fn ready(response: Response, head: bool) -> Self {
        Self { state: State::Ready(Some(response)), head }
    }

    fn running(
        handler: BoxFuture<'static, Response>,
        route: Arc<RouteInfo>,
        head: bool,
        finishes: bool,
    ) -> Self {
        let running = Running { handler: Some(handler), route, deadline: None, finishes, begun: false };
        Self { state: State::Running(running), head }
    }

    pub(super) fn layered(answer: BoxFuture<'static, Response>, head: bool) -> Self {
        Self { state: State::Layered(answer), head }
    }
}

impl Future for Dispatch {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = &mut *self;
        let response = match &mut this.state {
            State::Ready(response) => response.take().expect("polled after it was done"),
            State::Running(running) => ready!(running.poll(cx)),
            State::Layered(answer) => logged(ready!(caught(answer, cx, "a layer"))),
        };
        Poll::Ready(if this.head { without_body(response) } else { response })
    }
}

/// Logs the fault of a layer or a mounted service; those of handlers have been logged where they arose.
fn logged(mut response: Response) -> Response {
    if !response.extensions().is_empty()
        && let Some(error) = response.extensions_mut().remove::<InternalError>()
    {
        crate::log::error(format_args!("a layer or a mounted service failed: {}", error.chain()));
    }
    response
}

/// Polls, and turns a panic into a 500: one bad request must not take the connection with it.
fn caught(future: &mut BoxFuture<'static, Response>, cx: &mut Context<'_>, who: &str) -> Poll<Response> {
    catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))).unwrap_or_else(|panic| {
        let reason = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        crate::log::error(format_args!("{who} panicked: {reason}"));
        Poll::Ready(internal_error())
    })
}

/// A handler at work.
struct Running {
    handler: Option<BoxFuture<'static, Response>>,
    route: Arc<RouteInfo>,
    deadline: Option<Pin<Box<Sleep>>>,
    finishes: bool,
    begun: bool,
}

impl Running {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Response> {
        self.begun = true;
        let handler = self.handler.as_mut().expect("polled after it was done");
        let response = match caught(handler, cx, &self.route.handler) {
            Poll::Ready(response) => response,
            Poll::Pending if self.is_late(cx) => HttpError::status(504).into_response(StatusCode::OK),
            Poll::Pending => return Poll::Pending,
        };
        self.handler = None;
        Poll::Ready(response)
    }

    /// Whether the deadline has passed. The clock starts when the handler first waits: most never do.
    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(timeout) = self.route.timeout else { return false };
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        deadline.as_mut().poll(cx).is_ready()
    }

    async fn run_to_end(mut self) {
        std::future::poll_fn(|cx| self.poll(cx)).await;
    }
}

impl Drop for Running {
    /// The client has left. What has begun to change something goes on by itself, as long as there are not too many
    /// such: a client that asks and leaves, again and again, must not fill the server with work.
    fn drop(&mut self) {
        if !self.finishes || !self.begun {
            return;
        }
        let Some(handler) = self.handler.take() else { return };
        let (Ok(runtime), Some(permit)) = (Handle::try_current(), self.route.unattended.permit()) else {
            return;
        };
        let (route, deadline) = (self.route.clone(), self.deadline.take());
        let running = Running { handler: Some(handler), route, deadline, finishes: false, begun: true };
        runtime.spawn(async move {
            running.run_to_end().await;
            drop(permit);
        });
    }
}
