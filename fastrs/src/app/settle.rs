//! What becomes of an error's answer before it goes out: it is logged, and the app's own handlers may write it anew.

use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use crate::error::{ErrorHandlers, Failure, HttpError, RequestHead};
use crate::middleware::BeforeRouting;
use crate::request::{RouteInfo, Shared};
use crate::response::{Declared, Failed, InternalError, IntoResponse as _, Response, refine};

/// Where an answer arose.
pub(super) struct Scene<'a> {
    pub(super) shared: &'a Shared,
    pub(super) route: Option<&'a RouteInfo>,
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    /// The request for error handlers, copied only where there are such.
    pub(super) head: &'a dyn Fn() -> RequestHead,
}

/// Logs what must be logged, and lets the app's error handlers answer.
pub(super) fn settle(scene: &Scene<'_>, mut response: Response) -> Response {
    let status = response.status();
    let declared = response.extensions_mut().remove::<Declared>();
    let route = scene.route.filter(|_| declared.is_some());
    if route.is_some_and(|route| !route.statuses.name(status)) {
        response = undeclared(status);
    }
    // Taken out, so that nothing further out logs it again.
    let fault = response.extensions_mut().remove::<InternalError>();
    let handlers = scene.shared.keeps.get::<ErrorHandlers>();
    if let Some(handlers) = handlers.filter(|_| response.extensions().get::<Failed>().is_some()) {
        answered(handlers, &mut response, (scene.head)());
    }
    // An error that a handler of the app has made a 4xx of is none of the program.
    if let Some(error) = fault.filter(|_| response.status().is_server_error()) {
        log_error(scene, &error.chain());
    }
    refine(response, scene.method, scene.headers)
}

/// The closed world: an answer whose status the document does not name becomes a fault that names it.
///
/// Where the status is chosen through [`Reply`](crate::Reply), in every build; of a whole response or of a type that
/// makes one, in builds for development and tests, since there it must be looked for on every answer.
pub(super) fn closed(route: &RouteInfo, response: Response) -> Response {
    let status = response.status();
    if route.statuses.cover(status) || response.extensions().get::<InternalError>().is_some() {
        return response;
    }
    undeclared(status)
}

#[cold]
fn undeclared(status: StatusCode) -> Response {
    let code = status.as_u16();
    let fault = format!(
        "the handler answered {status}, which its attribute does not declare: \
         add `responses(({code}, \"…\"))`, or `status = {code}` if it is the usual one"
    );
    HttpError::new(500, fault).into_response(StatusCode::OK)
}

/// Puts the answer of the app's error handlers, if they have one, in the place of `response`.
pub(super) fn answered(handlers: &ErrorHandlers, response: &mut Response, request: RequestHead) {
    let failure = Failure::of(response, request);
    let answer = handlers.answer(&failure, response.headers());
    let failed = response.extensions_mut().remove::<Failed>().unwrap_or_default();
    let before_routing = response.extensions_mut().remove::<BeforeRouting>();
    if let Some(answer) = answer {
        *response = answer;
    }
    if let Some(mark) = before_routing {
        response.extensions_mut().insert(mark);
    }
    response.extensions_mut().insert(Failed { seen: true, ..failed });
}

fn log_error(scene: &Scene<'_>, error: &str) {
    let none = HeaderValue::from_static("-");
    let request_id = scene.headers.get("x-request-id").unwrap_or(&none);
    // Control characters of the client's must not forge lines of the log.
    let path = scene.uri.path().escape_debug();
    let handler = scene.route.map_or("a layer", |route| &route.handler);
    crate::log::error_of(request_id, format_args!("{} {path} failed in {handler}: {error}", scene.method));
}
