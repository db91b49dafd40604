//! The frozen app.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Method;
use serde_json::Value;
use tower_service::Service;

use super::checks::{Checked, is_hidden, statuses, webhooks};
use super::dispatch::{Dispatch, Inner, Served, ServedRoute};
use super::layers::RouteService;
use super::{App, Fault, WiringFaults};
use crate::body::{Body, BoxError};
use crate::openapi::{self, Document, Server};
use crate::path::Template;
use crate::request::{ClientAddr, Proxies, Request, RouteInfo, Unattended};
use crate::response::Response;
use crate::router::{Conflict, Tree};
use crate::serve::Handler;

/// A checked app: a [`tower::Service`](Service) that answers every request and never fails.
///
/// It is cheap to clone, and mounts wherever a tower service does.
#[derive(Clone)]
pub struct AppService {
    inner: Arc<Inner>,
    layered: Option<RouteService>,
}

impl AppService {
    /// The OpenAPI document.
    pub fn openapi(&self) -> &Value {
        &self.inner.document
    }

    /// Answers a request.
    pub(crate) fn answer(&self, mut request: Request, client: Option<ClientAddr>) -> Dispatch {
        let client = match &self.inner.proxies {
            None => client,
            Some(proxies) => proxies.client(&mut request, client),
        };
        match &self.layered {
            None => self.inner.dispatch(request, client),
            Some(layered) => {
                if let Some(client) = client {
                    request.extensions_mut().insert(client);
                }
                let head = *request.method() == Method::HEAD;
                Dispatch::layered(layered.run(request), head)
            }
        }
    }

    /// Waits for the handlers whose clients have left.
    pub(crate) async fn unattended_ended(&self) {
        self.inner.unattended.ended().await;
    }

    /// The whole path of an endpoint's route in this app, its placeholders filled.
    pub(crate) fn path_of(&self, endpoint: std::any::TypeId, values: &[(&str, String)]) -> Option<String> {
        let (_, template) = self.inner.templates.iter().find(|(id, _)| *id == endpoint)?;
        Some(template.fill(values))
    }
}

impl std::fmt::Debug for AppService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppService")
    }
}

impl Handler for AppService {
    type Future = Dispatch;

    fn handle(&self, request: Request, client: ClientAddr) -> Dispatch {
        self.answer(request, Some(client))
    }
}

impl<B> Service<http::Request<B>> for AppService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Unfailing;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Unfailing {
        Unfailing(self.answer(request.map(Body::new), None))
    }
}

/// The answer of an [`AppService`] on its way.
#[allow(missing_debug_implementations, reason = "a boxed future")]
pub struct Unfailing(Dispatch);

impl Future for Unfailing {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        std::pin::Pin::new(&mut self.0).poll(cx).map(Ok)
    }
}

/// Builds the tree and the document.
///
/// # Errors
/// The `faults` found before, and every path that cannot stand beside another.
pub(super) fn freeze(
    mut app: App,
    checked: &[Checked],
    mut faults: Vec<Fault>,
) -> Result<AppService, WiringFaults> {
    let document = document(&mut app, checked);
    let templates = checked.iter().map(|route| (route.placed.route.id, route.template.clone())).collect();
    let mut tree = Tree::default();
    let unattended = Unattended::default();
    for route in checked {
        add_route(&app, &unattended, route, &mut tree, &mut faults);
    }
    for (path, file) in app.docs.files(&app.metadata.title, &app.root_path, &document) {
        match Template::parse(&path) {
            Ok(template) => {
                let added = tree.add(Method::GET, &template, Served::File(file));
                report(added, &format!("the docs page `{path}`"), None, &mut faults);
            }
            Err(what) => faults.push(Fault::new(what, None, "set another path in `App::docs(…)`")),
        }
    }
    for (prefix, service) in app.mounts {
        add_mount(&prefix, &service, &mut tree, &mut faults);
    }
    let mut frontends = app.frontends;
    frontends.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    if !faults.is_empty() {
        return Err(WiringFaults(faults));
    }
    app.shared.root_path = app.root_path.into();
    let inner = Arc::new(Inner {
        tree,
        slashes: app.slashes,
        frontends,
        proxies: Proxies::new(&app.trusted_proxies, app.proxy_headers),
        unattended,
        shared: Arc::new(app.shared),
        document,
        templates,
    });
    let layered = (!app.layers.is_empty()).then(|| {
        let innermost = inner.clone();
        let service = RouteService::from_fn(move |request| Box::pin(innermost.dispatch(request, None)));
        app.layers.into_iter().fold(service, |service, layer| layer(service))
    });
    Ok(AppService { inner, layered })
}

fn add_route(
    app: &App,
    unattended: &Unattended,
    route: &Checked,
    tree: &mut Tree<Served>,
    faults: &mut Vec<Fault>,
) {
    let operation = route.description.operation;
    let info = RouteInfo {
        template: route.template.clone(),
        body_limit: operation.body_limit.unwrap_or(app.body_limit),
        strict_content_type: app.strict_content_type,
        timeout: operation.timeout.or(app.timeout),
        unattended: unattended.clone(),
        statuses: statuses(&route.description),
        handler: route.handler(),
        place: route.place(),
    };
    let served = ServedRoute { call: route.placed.route.call, info: Arc::new(info) };
    let added = tree.add(operation.method.clone(), &route.template, Served::Route(served));
    let what = format!("the route `{} {}`", operation.method, route.template.as_str());
    report(added, &what, Some(route.place()), faults);
}

fn add_mount(prefix: &str, service: &RouteService, tree: &mut Tree<Served>, faults: &mut Vec<Fault>) {
    let prefix = prefix.trim_end_matches('/');
    let paths = [prefix.to_owned(), format!("{prefix}/"), format!("{prefix}/{{*fastrs_rest}}")];
    let known = faults.len();
    for path in paths.into_iter().filter(|path| !path.is_empty()) {
        // What is wrong with one of the three is wrong with all of them.
        if faults.len() > known {
            return;
        }
        match Template::parse(&path).and_then(literal) {
            Ok(template) => {
                let served = Served::Mount { prefix: prefix.len(), service: service.clone() };
                report(tree.add_any(&template, served), &format!("the mount `{prefix}`"), None, faults);
            }
            Err(what) => faults.push(Fault::new(what, None, "a mount's prefix is literal: `/static`")),
        }
    }
}

/// The prefix of a mount, with nothing in it but the tail that the mount itself adds.
fn literal(template: Template) -> Result<Template, String> {
    match template.names() {
        [] => Ok(template),
        [tail] if tail == "fastrs_rest" => Ok(template),
        names => Err(format!("the prefix of a mount has the placeholder `{{{}}}`", names[0])),
    }
}

fn report(
    added: Result<(), Conflict<'_, Served>>,
    what: &str,
    place: Option<String>,
    faults: &mut Vec<Fault>,
) {
    let help = "change one of the two paths";
    match added {
        Ok(()) => {}
        Err(Conflict::Method(Served::Route(first))) => {
            let place = place.map(|place| format!("{place}\n    at {}", first.info.place));
            faults.push(Fault::new(format!("{what} is there already"), place, help));
        }
        Err(Conflict::Method(_)) => faults.push(Fault::new(format!("{what} is there already"), place, help)),
        Err(Conflict::Path(other)) => {
            let what = format!("{what} cannot stand beside `{other}`: both would match the same paths");
            faults.push(Fault::new(what, place, help));
        }
    }
}

fn document(app: &mut App, checked: &[Checked]) -> Value {
    let webhooks = webhooks(app);
    let webhooks: Vec<Document<'_>> = webhooks.iter().map(Document::sent).collect();
    let operations: Vec<Document<'_>> =
        checked.iter().filter(|route| !is_hidden(route)).map(documented).collect();
    let mut metadata = app.metadata.clone();
    let root = Server::new(app.root_path.clone()).to_value();
    if app.root_path_in_servers && !app.root_path.is_empty() && !metadata.servers.contains(&root) {
        metadata.servers.insert(0, root);
    }
    let mut document = openapi::build(&metadata, &operations, &webhooks);
    for edit in std::mem::take(&mut app.edits) {
        edit(&mut document);
    }
    document
}

fn documented(route: &Checked) -> Document<'_> {
    Document {
        path: route.template.openapi(),
        description: &route.description,
        tags: route.tags.clone(),
        operation_id: route.operation_id.clone(),
        deprecated: route.placed.deprecated || route.description.operation.deprecated,
    }
}
