//! From a request to its route, and from the route's answer to the response.

use std::any::TypeId;
use std::sync::Arc;

use http::header::{ALLOW, HeaderValue, LOCATION};
use http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::Value;

use super::docs::File;
use super::lifespan::{Lifespan, Tracker};
use super::running::{Concluding, Dispatch, Outlet, Running, from_within};
use super::settle::{Scene, closed, settle};
use super::{Fault, Slashes};
use crate::depend::ForEffect;
use crate::endpoint::BoxFuture;
use crate::error::RequestHead;
use crate::extract::Rejection;
use crate::files::{Frontend, WithoutSlash};
use crate::finish::After;
use crate::limit::RouteLimits;
use crate::middleware::{BoxLayer, RouteService, Scope};
use crate::path::{Captures, Template};
use crate::request::{
    ClientAddr, Matched, Proxies, Request, RequestContext, RouteInfo, Shared, Unattended, is_under, origin,
};
use crate::response::{Response, detail_response, empty};
use crate::router::{Found, Tree};
use crate::typemap::TypeMap;

/// What all clones of a frozen app share.
pub(super) struct Inner {
    pub(super) tree: Tree<Served>,
    pub(super) slashes: Slashes,
    /// The hosts that redirects may name.
    pub(super) hosts: Vec<String>,
    /// Those with the longest paths first.
    pub(super) frontends: Vec<(String, Frontend)>,
    pub(super) fallback: Option<RouteService>,
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
    /// The limits around it, if it has any.
    pub(super) limits: Option<Arc<RouteLimits>>,
    pub(super) background: Tracker,
    /// The same route with the layers of its routers around it.
    pub(super) layered: Option<RouteService>,
}

/// What middlewares resolved for the request. Most requests have none, and no extensions to look into.
#[inline(always)]
fn resolved_before(request: &mut Request) -> Option<TypeMap> {
    (!request.extensions().is_empty()).then(|| RequestContext::resolved_before(request))
}

/// Puts layers around a service, the first one innermost.
///
/// # Errors
/// If one of them cannot be.
pub(super) fn wrapped(
    service: RouteService,
    layers: &[BoxLayer],
    scope: &Scope,
) -> Result<RouteService, Fault> {
    layers.iter().try_fold(service, |service, layer| {
        layer.wrap(service, scope).map_err(|reason| {
            let what = format!("the layer `{}` cannot be used: {reason}", layer.name);
            Fault::new(what, None, "change how the layer is made")
        })
    })
}

impl ServedRoute {
    /// Puts its layers, and those of its routers, around it.
    ///
    /// # Errors
    /// If one of them cannot be.
    pub(super) fn wrap(&mut self, shared: &Arc<Shared>, layers: &[BoxLayer]) -> Result<(), Fault> {
        if layers.is_empty() {
            return Ok(());
        }
        let scope = Scope { shared: shared.clone(), route: self.info.clone() };
        let (innermost, shared) = (self.clone(), shared.clone());
        let service = RouteService::from_fn(move |mut request| {
            let Matched { captures, client } = request.extensions_mut().remove().unwrap_or_default();
            Box::pin(from_within(innermost.start(&shared, request, client, captures)))
        });
        self.layered = Some(wrapped(service, layers, &scope)?);
        Ok(())
    }

    // From hyper to the handler in one function: each call between them would move the whole request once more.
    #[inline(always)]
    fn run(
        &self,
        shared: &Arc<Shared>,
        mut request: Request,
        client: Option<ClientAddr>,
        captures: Captures,
    ) -> Dispatch {
        let Some(layered) = &self.layered else { return self.start(shared, request, client, captures) };
        let head = *request.method() == Method::HEAD;
        request.extensions_mut().insert(Matched { captures, client });
        Dispatch::layered(layered.run(request), head)
    }

    #[inline(always)]
    fn start(
        &self,
        shared: &Arc<Shared>,
        mut request: Request,
        client: Option<ClientAddr>,
        captures: Captures,
    ) -> Dispatch {
        let head = *request.method() == Method::HEAD;
        let resolved = resolved_before(&mut request);
        let mut cx = RequestContext::new(request, client, captures, shared.clone(), self.info.clone());
        if let Some(resolved) = resolved {
            cx.resolved = resolved;
        }
        let concluding = self.info.concludes.then(|| {
            let after = Arc::new(After::default());
            cx.after = Some(after.clone());
            Concluding { after, shared: shared.clone(), background: self.background.clone() }
        });
        let handler = match &self.limits {
            None if self.depends.is_empty() => (self.call)(cx),
            None => self.call_after_dependencies(cx),
            Some(limits) => self.call_if_admitted(limits.clone(), cx),
        };
        Dispatch::running(Running::new(handler, self.info.clone(), concluding), head)
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

impl ServedRoute {
    /// The limits before anything else: what they refuse costs little. Those that wait for the principal are asked
    /// between the arguments and the handler.
    fn call_if_admitted(
        &self,
        limits: Arc<RouteLimits>,
        mut cx: RequestContext,
    ) -> BoxFuture<'static, Response> {
        let within = self.clone();
        Box::pin(async move {
            let mut admitted = match limits.admit_early(&mut cx).await {
                Ok(admitted) => admitted,
                Err(refusal) => return finish(&cx, refusal),
            };
            let answer = if within.depends.is_empty() {
                (within.call)(cx)
            } else {
                within.call_after_dependencies(cx)
            };
            let mut response = answer.await;
            admitted.write(&mut response);
            response
        })
    }
}

impl Inner {
    #[inline(always)]
    pub(super) fn dispatch(&self, mut request: Request, client: Option<ClientAddr>) -> Dispatch {
        let root = &*self.shared.root_path;
        if self.strips_root && is_under(request.uri().path(), root) {
            request = without_prefix(request, root.len());
        }
        // Kept for error handlers, where the app has such: what fails later has lost the request.
        let outlet = self.outlet(&request);
        let mut dispatch = match self.tree.find(request.method(), request.uri().path()) {
            Found::Value(Served::Route(route), captures) => {
                route.run(&self.shared, request, client, captures)
            }
            Found::Nothing => self.nothing(request, client),
            found => self.run(found, request, client),
        };
        dispatch.outlet = outlet;
        dispatch
    }

    /// What a request would be served by, found as [`dispatch`](Self::dispatch) finds it.
    pub(super) fn reached(&self, method: &Method, path: &str) -> Option<&Served> {
        let root = &*self.shared.root_path;
        let path = if self.strips_root && is_under(path, root) { &path[root.len()..] } else { path };
        let of = |path: &str| match self.tree.find(method, path) {
            Found::Value(served, _) => Some(served),
            _ => None,
        };
        of(path).or_else(|| {
            let ignores = matches!(self.slashes, Slashes::Ignore) && !self.tree.serves(path);
            other_slash(path).filter(|_| ignores).and_then(|other| of(&other))
        })
    }

    #[inline]
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
                foreign(service, without_prefix(request, *prefix), client)
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
                    Dispatch::mounted(frontend.answer(request.into_parts().0), head)
                }
                None => match &self.fallback {
                    Some(service) => foreign(service, request, client),
                    None => self.run(Found::Nothing, request, client),
                },
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
        Dispatch::mounted(Box::pin(page_or_refusal), head)
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
        self.frontends.iter().find(|(prefix, _)| is_under(path, prefix))
    }
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

/// Hands a request to a service that knows nothing of this app.
fn foreign(service: &RouteService, mut request: Request, client: Option<ClientAddr>) -> Dispatch {
    if let Some(client) = client {
        request.extensions_mut().insert(client);
    }
    let head = *request.method() == Method::HEAD;
    Dispatch::mounted(service.run(request), head)
}

/// The request as a mounted service sees it: the rest of the path on the same host.
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
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = target.parse().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    request
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
