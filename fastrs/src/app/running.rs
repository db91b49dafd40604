//! An answer on its way: the handler at work, its deadline, what is left to be done after it, and a client that leaves.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use tokio::runtime::Handle;
use tokio::task::coop::unconstrained;
use tokio::time::Sleep;

use super::lifespan::{Token, Tracker};
use super::settle::{Scene, answered, settle};
use crate::body::Body;
use crate::endpoint::BoxFuture;
use crate::error::{ErrorHandlers, HttpError, RequestHead};
use crate::finish::{After, Ending, run_tasks};
use crate::log::Within;
use crate::request::{Request, RouteInfo, Shared};
use crate::response::{
    Failed, InternalError, IntoResponse, Response, detail_response, internal_error, panicked,
};

/// What error handlers need for the answers that come from outside the handlers.
pub(super) struct Outlet {
    shared: Arc<Shared>,
    request: RequestHead,
}

impl Outlet {
    pub(super) fn of(request: &Request, shared: &Arc<Shared>) -> Self {
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
        answered(handlers, &mut response, self.request.clone());
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
    Mounted(BoxFuture<'static, Response>),
}

impl Dispatch {
    pub(super) fn ready(response: Response, head: bool) -> Self {
        Self { state: State::Ready(Some(response)), head, outlet: None }
    }

    pub(super) fn running(running: Running, head: bool) -> Self {
        Self { state: State::Running(running), head, outlet: None }
    }

    /// The answer of layers around a route or the app.
    pub(super) fn layered(answer: BoxFuture<'static, Response>, head: bool) -> Self {
        Self { state: State::Layered(answer), head, outlet: None }
    }

    /// The answer of something that is no route: a mounted service, a front-end.
    pub(super) fn mounted(answer: BoxFuture<'static, Response>, head: bool) -> Self {
        Self { state: State::Mounted(answer), head, outlet: None }
    }
}

impl Future for Dispatch {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = &mut *self;
        let mut response = match &mut this.state {
            State::Ready(response) => response.take().expect("polled after it was done"),
            State::Running(running) => ready!(running.poll(cx)),
            State::Layered(answer) => shaped(logged(ready!(caught(answer, cx, "a layer")))),
            State::Mounted(answer) => logged(ready!(caught(answer, cx, "a mounted service"))),
        };
        if let Some(outlet) = this.outlet.as_ref().filter(|_| !response.extensions().is_empty()) {
            response = catch_unwind(AssertUnwindSafe(|| outlet.answer(response)))
                .unwrap_or_else(|panic| panicked("an error handler", &*panic));
        }
        Poll::Ready(if this.head { without_body(response) } else { response })
    }
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

/// Logs the fault of a layer or a mounted service; those of handlers have been logged where they arose.
fn logged(answer: Result<Response, Panicked>) -> Response {
    let mut response = answer.unwrap_or_else(|Panicked| internal_error());
    if !response.extensions().is_empty()
        && let Some(error) = response.extensions_mut().remove::<InternalError>()
    {
        let what = format!("a layer or a mounted service failed: {}", error.chain());
        // The layer that names requests has named the answer, and is through.
        match response.headers().get("x-request-id") {
            Some(id) => crate::log::error_of(id, format_args!("{what}")),
            None => crate::log::error(format_args!("{what}")),
        }
    }
    response
}

/// Marks an error without a body that comes from within the layers, so that it can be told from one that a layer made.
#[derive(Clone)]
struct FromWithin;

/// What the layers stand around, on its way to them.
pub(super) async fn from_within(answer: Dispatch) -> Response {
    let mut response = answer.await;
    if is_bare_error(&response) {
        response.extensions_mut().insert(FromWithin);
    }
    response
}

/// An error that a layer made without a body gets that of every error, which then is the app's own form of it.
fn shaped(mut response: Response) -> Response {
    if !is_bare_error(&response) || response.extensions_mut().remove::<FromWithin>().is_some() {
        return response;
    }
    let (mut head, _) = response.into_parts();
    head.headers.remove(CONTENT_LENGTH);
    head.headers.remove(CONTENT_TYPE);
    detail_response(head.status, &head.status.canonical_reason().unwrap_or("Error"), head.headers)
}

fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && response.body().size() == Some(0)
        && response.extensions().get::<Failed>().is_none()
}

/// It has been logged.
struct Panicked;

/// Polls, and catches a panic: one bad request must not take the connection with it.
#[inline]
fn caught(
    future: &mut BoxFuture<'static, Response>,
    cx: &mut Context<'_>,
    who: &str,
) -> Poll<Result<Response, Panicked>> {
    match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => {
            crate::log::panic(who, &*panic);
            Poll::Ready(Err(Panicked))
        }
    }
}

/// What a route with something left to do needs for it.
pub(super) struct Concluding {
    pub(super) after: Arc<After>,
    pub(super) shared: Arc<Shared>,
    pub(super) background: Tracker,
}

/// A handler at work.
pub(super) struct Running {
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
    /// A handler that is not begun.
    pub(super) fn new(
        handler: BoxFuture<'static, Response>,
        route: Arc<RouteInfo>,
        concluding: Option<Concluding>,
    ) -> Self {
        let (handler, finishes) = (Some(handler), route.finishes);
        Self { handler, route, deadline: None, finishes, begun: false, concluding, conclusion: None }
    }

    #[inline]
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Response> {
        self.begun = true;
        if self.conclusion.is_none() {
            let handler = self.handler.as_mut().expect("polled after it was done");
            let ending = match caught(handler, cx, &self.route.handler) {
                // Most have nothing left to do.
                Poll::Ready(Ok(response)) if self.concluding.is_none() => {
                    self.handler = None;
                    return Poll::Ready(response);
                }
                Poll::Ready(Ok(response)) => Ending::Answered(response),
                Poll::Ready(Err(Panicked)) => Ending::Panicked,
                Poll::Pending if self.is_late(cx) => {
                    crate::log::error(format_args!("{} took too long", self.route.handler));
                    Ending::TimedOut
                }
                Poll::Pending => return Poll::Pending,
            };
            self.handler = None;
            let Some(concluding) = self.concluding.take() else { return Poll::Ready(answer(ending)) };
            self.conclusion = Some(Box::pin(conclude(concluding, self.route.clone(), ending)));
        }
        self.poll_conclusion(cx)
    }

    #[cold]
    fn poll_conclusion(&mut self, cx: &mut Context<'_>) -> Poll<Response> {
        let conclusion = self.conclusion.as_mut().expect("it is begun");
        let response =
            ready!(caught(conclusion, cx, &self.route.handler)).unwrap_or_else(|Panicked| internal_error());
        self.conclusion = None;
        Poll::Ready(response)
    }

    /// Whether the deadline has passed. The clock starts when the handler first waits: most never do.
    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(timeout) = self.route.timeout else { return false };
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        // A handler that uses up its task's budget at every poll is late all the same.
        pin!(unconstrained(deadline.as_mut())).poll(cx).is_ready()
    }

    async fn run_to_end(mut self) {
        std::future::poll_fn(|cx| self.poll(cx)).await;
    }
}

/// The answer to a handler that ended so.
fn answer(ending: Ending) -> Response {
    match ending {
        Ending::Answered(response) => response,
        Ending::TimedOut => {
            let mut late = HttpError::status(504).into_response(StatusCode::OK);
            // It has been logged.
            late.extensions_mut().remove::<InternalError>();
            late
        }
        Ending::Panicked | Ending::Disconnected => internal_error(),
    }
}

/// What comes after the handler: its dependencies finish, its answer is settled, its tasks are hung on it.
async fn conclude(concluding: Concluding, route: Arc<RouteInfo>, ending: Ending) -> Response {
    // A function on a thread cannot be stopped: its dependencies finish when it has ended, the client need not wait.
    if matches!(ending, Ending::TimedOut) && concluding.after.is_working() {
        let token = concluding.background.token();
        Handle::current().spawn(Within::current(async move {
            settled(&concluding, &route, Ending::TimedOut).await;
            drop(token);
        }));
        return answer(Ending::TimedOut);
    }
    let response = settled(&concluding, &route, ending).await;
    if response.extensions().get::<Failed>().is_some() || response.status().is_server_error() {
        return response;
    }
    let Concluding { after, background, .. } = concluding;
    // A stream may still add tasks while it is sent.
    let is_streamed = http_body::Body::size_hint(response.body()).exact().is_none();
    if !is_streamed && !after.has_tasks() {
        return response;
    }
    let (token, request_id) = (Some(background.token()), crate::log::request_id());
    let guard = OnSent { after, token, request_id, runtime: Handle::current() };
    response.map(|body| body.guarded(guard))
}

/// The answer when the dependencies have finished, logged and written as the app's error handlers want it.
async fn settled(concluding: &Concluding, route: &RouteInfo, ending: Ending) -> Response {
    let Concluding { after, shared, .. } = concluding;
    // Each as long as the handler may take, and with the same answer: a commit that hangs must not hang the client.
    let (ending, request) = after.finish(ending, route.timeout, &route.handler).await;
    let is_answer = matches!(ending, Ending::Answered(_));
    let response = answer(ending);
    if response.extensions().is_empty() || !is_answer {
        return response;
    }
    let head = || request.clone();
    let scene = Scene {
        shared,
        route: Some(route),
        method: &request.method,
        uri: &request.uri,
        headers: &request.headers,
        head: &head,
    };
    settle(&scene, response)
}

/// Runs the background tasks when it is dropped, which is when the body it hangs on has been sent.
struct OnSent {
    after: Arc<After>,
    token: Option<Token>,
    request_id: Option<HeaderValue>,
    runtime: Handle,
}

impl Drop for OnSent {
    fn drop(&mut self) {
        let (after, token) = (self.after.clone(), self.token.take());
        let running = async move {
            // A task may add another one.
            while after.has_tasks() {
                run_tasks(after.take_tasks()).await;
            }
            drop(token);
        };
        self.runtime.spawn(Within::new(self.request_id.take(), running));
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
            runtime.spawn(Within::current(async move {
                running.run_to_end().await;
                drop(permit);
            }));
            return;
        }
        // What the handler holds is let go before its dependencies finish.
        drop(handler);
        if let Some(concluding) = concluding.filter(|concluding| concluding.after.has_finishers()) {
            runtime.spawn(Within::current(async move {
                conclude(concluding, route, Ending::Disconnected).await;
                drop(permit);
            }));
        }
    }
}
