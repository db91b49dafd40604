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
use super::lifespan::{Lifespan, Tracker};
use super::settle::{Scene, closed, settle};
use crate::body::Body;
use crate::depend::ForEffect;
use crate::endpoint::BoxFuture;
use crate::error::{ErrorHandlers, HttpError, RequestHead};
use crate::extract::Rejection;
use crate::files::{Frontend, WithoutSlash};
use crate::finish::{After, Ending, run_tasks};
use crate::middleware::RouteService;
use crate::path::{Captures, Template};
use crate::request::{ClientAddr, Proxies, Request, RequestContext, RouteInfo, Shared, Unattended, origin};
use crate::response::{Failed, InternalError, IntoResponse, Response, detail_response, empty};
use crate::router::{Found, Tree};

/// What all clones of a frozen app share.
pub(super) struct Inner {
    pub(super) tree: Tree<Served>,
    pub(super) slashes: Slashes,
    /// The hosts that redirects may name.
    pub(super) hosts: Vec<String>,
    /// Those with the longest paths first.
    pub(super) frontends: Vec<(String, Frontend)>,
    pub(super) proxies: Option<Proxies>,
    /// Whether a proxy may have left the root path on.
    pub(super) strips_root: bool,
    pub(super) unattended: Unattended,
    pub(super) background: Tracker,
    pub(super) lifespan: Lifespan,
    /// Whether the app has error handlers of its own.
    pub(super) handles_errors: bool,
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

#[derive(Debug, Clone)]
pub(super) struct ServedRoute {
    pub(super) call: fn(RequestContext) -> BoxFuture<'static, Response>,
    pub(super) info: Arc<RouteInfo>,
    /// Dependencies of the app and of its routers, outermost first.
    pub(super) depends: Arc<[ForEffect]>,
    pub(super) background: Tracker,
    /// The same route with the layers of its routers around it.
    pub(super) layered: Option<RouteService>,
}

/// What the tree found, on its way through the layers of a route.
#[derive(Clone)]
struct Matched(Captures, Option<ClientAddr>);

impl ServedRoute {
    /// Puts the layers of the route's routers around it.
    pub(super) fn wrap(&mut self, shared: &Arc<Shared>, layers: &[crate::middleware::BoxLayer]) {
        if layers.is_empty() {
            return;
        }
        let (innermost, shared) = (self.clone(), shared.clone());
        let service = RouteService::from_fn(move |mut request| {
            let Matched(captures, client) =
                request.extensions_mut().remove().unwrap_or(Matched(Captures::default(), None));
            Box::pin(innermost.start(&shared, request, client, captures))
        });
        self.layered = Some(layers.iter().fold(service, |service, layer| layer.wrap(service)));
    }

    fn run(
        &self,
        shared: &Arc<Shared>,
        mut request: Request,
        client: Option<ClientAddr>,
        captures: Captures,
    ) -> Dispatch {
        let Some(layered) = &self.layered else { return self.start(shared, request, client, captures) };
        let head = *request.method() == Method::HEAD;
        request.extensions_mut().insert(Matched(captures, client));
        Dispatch::layered(layered.run(request), head)
    }

    fn start(
        &self,
        shared: &Arc<Shared>,
        request: Request,
        client: Option<ClientAddr>,
        captures: Captures,
    ) -> Dispatch {
        let head = *request.method() == Method::HEAD;
        // Whatever may change something runs to its end, even if nobody waits for the answer.
        let finishes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        let mut cx = RequestContext::new(request, client, captures, shared.clone(), self.info.clone());
        let concluding = self.info.concludes.then(|| {
            let after = Arc::new(After::default());
            cx.after = Some(after.clone());
            Concluding { after, shared: shared.clone(), background: self.background.clone() }
        });
        let handler =
            if self.depends.is_empty() { (self.call)(cx) } else { self.call_after_dependencies(cx) };
        Dispatch::running(
            Running {
                handler: Some(handler),
                route: self.info.clone(),
                deadline: None,
                finishes,
                begun: false,
                concluding,
                conclusion: None,
            },
            head,
        )
    }

    /// The dependencies of the routers first; their faults join those of the handler.
    fn call_after_dependencies(&self, mut cx: RequestContext) -> BoxFuture<'static, Response> {
        let (depends, call) = (self.depends.clone(), self.call);
        Box::pin(async move {
            // The body is the handler's.
            cx.hide_body(true);
            for dependency in &*depends {
                match (dependency.resolve)(&mut cx).await {
                    Ok(()) => {}
                    Err(Rejection::Invalid(mut own)) => {
                        own.sort_by_place();
                        cx.faults.get_or_insert_default().append(&mut own);
                    }
                    Err(Rejection::Answer(answer)) => return finish(&cx, *answer),
                }
            }
            cx.hide_body(false);
            call(cx).await
        })
    }
}

impl Inner {
    pub(super) fn dispatch(&self, mut request: Request, client: Option<ClientAddr>) -> Dispatch {
        let root = &*self.shared.root_path;
        if self.strips_root && is_below(request.uri().path(), root) {
            request = without_prefix(request, root.len());
        }
        // Kept for error handlers, where the app has such: what fails later has lost the request.
        let outlet = self.outlet(&request);
        let found = self.tree.find(request.method(), request.uri().path());
        let mut dispatch = match found {
            Found::Nothing => self.nothing(request, client),
            found => self.run(found, request, client),
        };
        dispatch.outlet = outlet;
        dispatch
    }

    pub(super) fn outlet(&self, request: &Request) -> Option<Box<Outlet>> {
        self.handles_errors.then(|| Box::new(Outlet::of(request, &self.shared)))
    }

    fn run(&self, found: Found<'_, Served>, request: Request, client: Option<ClientAddr>) -> Dispatch {
        let head = *request.method() == Method::HEAD;
        match found {
            Found::Value(Served::Route(route), captures) => {
                route.run(&self.shared, request, client, captures)
            }
            Found::Value(Served::File(file), _) => Dispatch::ready(file.response(&request), head),
            Found::Value(Served::Mount { prefix, service }, _) => {
                let mut request = without_prefix(request, *prefix);
                if let Some(client) = client {
                    request.extensions_mut().insert(client);
                }
                Dispatch::layered(service.run(request), head)
            }
            Found::OtherMethods(allow) => self.refuse(other_method(request.method(), allow), request),
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
            // What was captured stands at the same places: the paths differ at their ends alone.
            (Some(other), Slashes::Ignore) => {
                self.run(self.tree.find(request.method(), &other), request, client)
            }
            (Some(other), Slashes::Redirect) => {
                // The client sees the address with the root path, whether or not a proxy takes it off.
                let other = format!("{}{}{other}", self.known_origin(&request), self.shared.root_path);
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

    /// Another method is served at this path. A form's route (`POST /login`) does not hide the front-end's page for it.
    #[cold]
    fn refuse(&self, refusal: Response, request: Request) -> Dispatch {
        let head = *request.method() == Method::HEAD;
        let reads = head || *request.method() == Method::GET;
        let Some((prefix, frontend)) = self.frontend(request.uri().path()).filter(|_| reads) else {
            return Dispatch::ready(refusal, head);
        };
        let answer = frontend.answer(without_prefix(request, prefix.len()).into_parts().0);
        let page_or_refusal = async move {
            let page = answer.await;
            if page.status() == StatusCode::NOT_FOUND { refusal } else { page }
        };
        Dispatch::layered(Box::pin(page_or_refusal), head)
    }

    /// The address of the host that was called, if it is one of the app's own; else nothing, and a redirect is relative:
    /// what only the client says must not decide where a client is sent.
    fn known_origin(&self, request: &Request) -> String {
        let host = origin::host(request.uri(), request.headers(), request.extensions());
        match host.filter(|host| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
            Some(host) => format!("{}://{host}", origin::scheme(request.extensions())),
            None => String::new(),
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
    let other = match path.trim_end_matches('/') {
        "" => return None,
        shorter if shorter.len() < path.len() => shorter.to_owned(),
        _ => format!("{path}/"),
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
    if request.uri().path().len() == prefix {
        let last = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        request.extensions_mut().insert(WithoutSlash(last));
    }
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

/// What the generated code does last, while it still holds the request: faults of the program are logged here, and
/// error handlers answer.
#[inline]
pub(crate) fn finish(cx: &RequestContext, response: Response) -> Response {
    let response = if cfg!(debug_assertions) { closed(&cx.route, response) } else { response };
    // Only errors, answers with a status chosen at run time and files have extensions.
    if response.extensions().is_empty() { response } else { finish_marked(cx, response) }
}

#[cold]
fn finish_marked(cx: &RequestContext, response: Response) -> Response {
    // Dependencies that finish may still make another answer of it.
    if let Some(after) = After::of(cx).filter(|after| after.has_finishers()) {
        after.keep_request(RequestHead::of(cx));
        return response;
    }
    let head = || RequestHead::of(cx);
    let parts = cx.parts();
    let scene = Scene {
        shared: &cx.shared,
        route: Some(&cx.route),
        method: &parts.method,
        uri: &parts.uri,
        headers: &parts.headers,
        head: &head,
    };
    settle(&scene, response)
}

/// The 500 of a fault that has been logged.
fn internal_error() -> Response {
    let phrase = "Internal Server Error";
    detail_response(StatusCode::INTERNAL_SERVER_ERROR, &phrase, HeaderMap::new())
}

/// What error handlers need for the answers that come from outside the handlers.
pub(super) struct Outlet {
    shared: Arc<Shared>,
    request: RequestHead,
}

impl Outlet {
    fn of(request: &Request, shared: &Arc<Shared>) -> Self {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        Self { shared: shared.clone(), request: RequestHead { method, uri, ..RequestHead::default() } }
    }

    /// Lets the error handlers answer, where none has.
    #[cold]
    fn answer(&self, mut response: Response) -> Response {
        let is_new = response.extensions().get::<Failed>().is_some_and(|failed| !failed.seen);
        let Some(handlers) = self.shared.keeps.get::<ErrorHandlers>().filter(|_| is_new) else {
            return response;
        };
        super::settle::answered(handlers, &mut response, self.request.clone());
        response
    }
}

/// An answer on its way.
pub struct Dispatch {
    state: State,
    head: bool,
    pub(super) outlet: Option<Box<Outlet>>,
}

enum State {
    Ready(Option<Response>),
    Running(Running),
    Layered(BoxFuture<'static, Response>),
}

impl Dispatch {
    fn ready(response: Response, head: bool) -> Self {
        Self { state: State::Ready(Some(response)), head, outlet: None }
    }

    fn running(running: Running, head: bool) -> Self {
        Self { state: State::Running(running), head, outlet: None }
    }

    pub(super) fn layered(answer: BoxFuture<'static, Response>, head: bool) -> Self {
        Self { state: State::Layered(answer), head, outlet: None }
    }
}

impl Future for Dispatch {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = &mut *self;
        let mut response = match &mut this.state {
            State::Ready(response) => response.take().expect("polled after it was done"),
            State::Running(running) => ready!(running.poll(cx)),
            State::Layered(answer) => {
                logged(ready!(caught(answer, cx, "a layer")).unwrap_or_else(|Panicked| internal_error()))
            }
        };
        if let Some(outlet) = this.outlet.as_ref().filter(|_| !response.extensions().is_empty()) {
            response = outlet.answer(response);
        }
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

/// It has been logged.
struct Panicked;

/// Polls, and catches a panic: one bad request must not take the connection with it.
fn caught(
    future: &mut BoxFuture<'static, Response>,
    cx: &mut Context<'_>,
    who: &str,
) -> Poll<Result<Response, Panicked>> {
    match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => {
            let reason = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            crate::log::error(format_args!("{who} panicked: {reason}"));
            Poll::Ready(Err(Panicked))
        }
    }
}

/// What a route with something left to do needs for it.
struct Concluding {
    after: Arc<After>,
    shared: Arc<Shared>,
    background: Tracker,
}

/// A handler at work.
struct Running {
    handler: Option<BoxFuture<'static, Response>>,
    route: Arc<RouteInfo>,
    deadline: Option<Pin<Box<Sleep>>>,
    finishes: bool,
    begun: bool,
    concluding: Option<Concluding>,
    /// What comes after the handler, begun.
    conclusion: Option<BoxFuture<'static, Response>>,
}

impl Running {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Response> {
        self.begun = true;
        if self.conclusion.is_none() {
            let handler = self.handler.as_mut().expect("polled after it was done");
            let ending = match caught(handler, cx, &self.route.handler) {
                Poll::Ready(Ok(response)) => Ending::Answered(response),
                Poll::Ready(Err(Panicked)) => Ending::Panicked,
                Poll::Pending if self.is_late(cx) => Ending::TimedOut,
                Poll::Pending => return Poll::Pending,
            };
            self.handler = None;
            let Some(concluding) = self.concluding.take() else { return Poll::Ready(answer(ending)) };
            self.conclusion = Some(Box::pin(conclude(concluding, self.route.clone(), ending)));
        }
        let conclusion = self.conclusion.as_mut().expect("set above");
        let response =
            ready!(caught(conclusion, cx, &self.route.handler)).unwrap_or_else(|Panicked| internal_error());
        self.conclusion = None;
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

/// The answer to a handler that ended so.
fn answer(ending: Ending) -> Response {
    match ending {
        Ending::Answered(response) => response,
        Ending::TimedOut => HttpError::status(504).into_response(StatusCode::OK),
        Ending::Panicked | Ending::Disconnected => internal_error(),
    }
}

/// What comes after the handler: its dependencies finish, its answer is settled, its tasks are hung on it.
async fn conclude(concluding: Concluding, route: Arc<RouteInfo>, ending: Ending) -> Response {
    let Concluding { after, shared, background } = concluding;
    // As long as the handler may take, and with the same answer: a commit that hangs must not hang the client.
    let finishing = after.finish(ending);
    let finished = match route.timeout {
        Some(timeout) => tokio::time::timeout(timeout, finishing).await,
        None => Ok(finishing.await),
    };
    let (ending, request) = finished.unwrap_or_else(|_| {
        crate::log::error(format_args!("{}: a dependency took too long to finish", route.handler));
        (Ending::TimedOut, RequestHead::default())
    });
    let is_answer = matches!(ending, Ending::Answered(_));
    let mut response = answer(ending);
    if !response.extensions().is_empty() && is_answer {
        let head = || request.clone();
        let scene = Scene {
            shared: &shared,
            route: Some(&route),
            method: &request.method,
            uri: &request.uri,
            headers: &request.headers,
            head: &head,
        };
        response = settle(&scene, response);
    }
    let tasks = after.take_tasks();
    if tasks.is_empty() || !is_answer || response.extensions().get::<Failed>().is_some() {
        return response;
    }
    let guard = OnSent { tasks, token: Some(background.token()), runtime: Handle::current() };
    response.map(|body| body.guarded(guard))
}

/// Begins the background tasks when it is dropped, which is when the body it hangs on has been sent.
struct OnSent {
    tasks: Vec<BoxFuture<'static, ()>>,
    token: Option<super::lifespan::Token>,
    runtime: Handle,
}

impl Drop for OnSent {
    fn drop(&mut self) {
        let (tasks, token) = (std::mem::take(&mut self.tasks), self.token.take());
        self.runtime.spawn(async move {
            run_tasks(tasks).await;
            drop(token);
        });
    }
}

impl Drop for Running {
    /// The client has left. What has begun to change something goes on by itself, as long as there are not too many
    /// such: a client that asks and leaves, again and again, must not fill the server with work.
    ///
    /// Dependencies finish in any case: after their handler, or without it.
    fn drop(&mut self) {
        if !self.begun || (self.handler.is_none() && self.conclusion.is_none()) {
            return;
        }
        let Ok(runtime) = Handle::try_current() else { return };
        let permit = self.route.unattended.permit();
        let goes_on = (self.finishes && permit.is_some()) || self.conclusion.is_some();
        let (handler, deadline) = (self.handler.take(), self.deadline.take());
        let (concluding, conclusion) = (self.concluding.take(), self.conclusion.take());
        let route = self.route.clone();
        if goes_on {
            let finishes = false;
            let running = Self { handler, route, deadline, finishes, begun: true, concluding, conclusion };
            runtime.spawn(async move {
                running.run_to_end().await;
                drop(permit);
            });
            return;
        }
        // What the handler holds is let go before its dependencies finish.
        drop(handler);
        if let Some(concluding) = concluding.filter(|concluding| concluding.after.has_finishers()) {
            runtime.spawn(async move {
                conclude(concluding, route, Ending::Disconnected).await;
                drop(permit);
            });
        }
    }
}
