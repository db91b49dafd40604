//! The frozen app.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Method;
use serde_json::Value;
use tower_service::Service;

use super::checks::{Checked, is_hidden, statuses, webhooks};
use super::dispatch::{Inner, Served, ServedRoute, wrapped};
use super::lifespan::{Lifespan, Tracker};
use super::limits::{operation_key, route_limits};
use super::running::{Dispatch, from_within};
use super::{App, Fault, Mount, RouteTable, WiringFaults};
use crate::body::{Body, BoxError};
use crate::caching::{CachePlan, Cacher};
use crate::describe::HandlerLocation;
use crate::limit::Limiter;
use crate::middleware::{RouteService, Scope};
use crate::openapi::{self, Document, Server};
use crate::path::Template;
use crate::request::{
    ClientAddr, Proxies, Request, RequestContext, RootPath, RouteInfo, Shared, Statuses, Unattended,
};
use crate::response::{Failed, Response};
use crate::router::{Conflict, Tree};
use crate::schema::Clash;
use crate::serve::Handler;
use crate::typemap::TypeMap;

/// A checked app: a [`tower::Service`](Service) that answers every request and never fails.
///
/// It is cheap to clone, and mounts wherever a tower service does.
#[derive(Clone)]
pub struct AppService {
    inner: Arc<Inner>,
    layered: Option<RouteService>,
    mounted: Arc<[Mounted]>,
}

/// An app that is mounted under a prefix.
struct Mounted {
    prefix: String,
    app: AppService,
}

/// The operation that a request reaches, as the document tells it.
pub(crate) struct ReachedOperation<'a> {
    pub(crate) document: &'a Value,
    pub(crate) operation: &'a Value,
    /// The method as the document has it: that of a HEAD is GET where no route is for HEAD.
    pub(crate) method: &'static str,
    /// The path as the document writes it, behind the prefix of the mount.
    pub(crate) path: String,
    /// Statuses that may come although the document is silent.
    pub(crate) unnamed: &'static [u16],
    pub(crate) place: HandlerLocation,
}

impl AppService {
    /// The OpenAPI document.
    pub fn openapi(&self) -> &Value {
        &self.inner.document
    }

    /// Answers a request.
    #[inline(always)]
    pub(crate) fn answer(&self, mut request: Request, client: Option<ClientAddr>) -> Dispatch {
        let client = match &self.inner.proxies {
            None => client,
            Some(proxies) => proxies.client(&mut request, client),
        };
        match &self.layered {
            None => self.inner.dispatch(request, client),
            Some(layered) => self.answer_layered(layered, request, client),
        }
    }

    fn answer_layered(
        &self,
        layered: &RouteService,
        mut request: Request,
        client: Option<ClientAddr>,
    ) -> Dispatch {
        if let Some(client) = client {
            request.extensions_mut().insert(client);
        }
        let root = &self.inner.shared.root_path;
        if !root.is_empty() {
            request.extensions_mut().insert(RootPath(root.clone()));
        }
        let head = *request.method() == Method::HEAD;
        let outlet = self.inner.outlet(&request);
        let mut dispatch = Dispatch::layered(layered.run(request), head);
        dispatch.outlet = outlet;
        dispatch
    }

    /// Runs the start-up steps, those of mounted apps last. [`App::serve`] and the test client do it by themselves; an app
    /// that is mounted elsewhere does it before its first request.
    ///
    /// # Errors
    /// If a step fails; what was begun before it is ended then.
    pub async fn start(&self) -> crate::Result<()> {
        self.inner.lifespan.start().await?;
        for (index, mounted) in self.mounted.iter().enumerate() {
            if let Err(error) = Box::pin(mounted.app.start()).await {
                for begun in self.mounted[..index].iter().rev() {
                    let _ = Box::pin(begun.app.stop()).await;
                }
                let _ = self.inner.lifespan.stop().await;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Runs the shutdown steps, the last one first.
    ///
    /// # Errors
    /// The first one of the steps; all of them run.
    pub async fn stop(&self) -> crate::Result<()> {
        let mut outcome = Ok(());
        for mounted in self.mounted.iter().rev() {
            outcome = outcome.and(Box::pin(mounted.app.stop()).await);
        }
        outcome.and(self.inner.lifespan.stop().await.map_err(crate::Error::from))
    }

    /// Waits for the handlers whose clients have left, and for background tasks.
    pub(crate) async fn idle(&self) {
        self.inner.unattended.ended().await;
        self.inner.background.ended().await;
        for Mounted { app, .. } in self.mounted.iter() {
            Box::pin(app.idle()).await;
        }
    }

    /// Waits for background tasks.
    pub(crate) async fn background_ended(&self) {
        self.inner.background.ended().await;
        for Mounted { app, .. } in self.mounted.iter() {
            Box::pin(app.background_ended()).await;
        }
    }

    /// The whole path of an endpoint's route in this app, its placeholders filled.
    pub(crate) fn path_of(&self, endpoint: std::any::TypeId, values: &[(&str, String)]) -> Option<String> {
        let (_, template) = self.inner.templates.iter().find(|(id, _)| *id == endpoint)?;
        Some(template.fill(values))
    }

    /// The documented operation that a request of this method and path reaches, also one of a mounted app.
    pub(crate) fn reached(&self, method: &Method, path: &str) -> Option<ReachedOperation<'_>> {
        match self.inner.reached(method, path)? {
            Served::Route(route) => {
                let (method, path) = (route.info.place.method, route.info.template.openapi());
                let document = &self.inner.document;
                let operation = document.get("paths")?.get(&path)?.get(method.to_ascii_lowercase())?;
                let (unnamed, place) = (route.info.statuses.unnamed, route.info.place);
                Some(ReachedOperation { document, operation, method, path, unnamed, place })
            }
            Served::Mount { prefix, .. } => {
                let (prefix, rest) = path.split_at_checked(*prefix)?;
                let mounted = self.mounted.iter().find(|mounted| mounted.prefix == prefix)?;
                let rest = if rest.is_empty() { "/" } else { rest };
                let reached = mounted.app.reached(method, rest)?;
                Some(ReachedOperation { path: format!("{prefix}{}", reached.path), ..reached })
            }
            Served::File(_) => None,
        }
    }

    /// The document of this app and those of mounted ones, each with its prefix.
    pub(crate) fn documents(&self) -> Vec<(String, &Value)> {
        let mut all = vec![(String::new(), &self.inner.document)];
        for mounted in self.mounted.iter() {
            let under = |(prefix, document)| (format!("{}{prefix}", mounted.prefix), document);
            all.extend(mounted.app.documents().into_iter().map(under));
        }
        all
    }
}

impl std::fmt::Debug for AppService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppService")
    }
}

impl Handler for AppService {
    type Future = Dispatch;

    #[inline(always)]
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
    unreachable_in_mounts(&app, checked, &mut faults);
    let document = document(&mut app, checked, &mut faults);
    let templates = checked.iter().map(|route| (route.placed.route.id, route.template.clone())).collect();
    let mut tree = Tree::default();
    let (unattended, background) = (Unattended::default(), Tracker::default());
    let handles_errors = !app.errors.is_empty();
    app.shared.root_path = app.root_path.as_str().into();
    if handles_errors {
        app.shared.keeps.insert(std::mem::take(&mut app.errors));
    }
    let shared = Arc::new(std::mem::take(&mut app.shared));
    let making = Making { app: &app, shared: &shared, unattended: &unattended, background: &background };
    for route in checked {
        making.add_route(route, &mut tree, &mut faults);
    }
    let around_app = making.around_app();
    for (path, file) in app.docs.files(&app.metadata.title, &app.root_path, &document) {
        match Template::parse(&path) {
            Ok(template) => {
                let added = tree.add(Method::GET, &template, Served::File(file));
                report(added, &format!("the docs page `{path}`"), None, &mut faults);
            }
            Err(what) => faults.push(Fault::new(what, None, "set another path in `App::docs(…)`")),
        }
    }
    let mut mounted = Vec::new();
    for (prefix, mount) in std::mem::take(&mut app.mounts) {
        if let Some(service) = mount_service(&prefix, mount, &app, &mut mounted, &mut faults) {
            add_mount(&prefix, &service, &mut tree, &mut faults);
        }
    }
    let mut frontends = app.frontends;
    frontends.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    let inner = Arc::new(Inner {
        tree,
        slashes: app.slashes,
        hosts: app.hosts,
        frontends,
        fallback: app.fallback,
        proxies: Proxies::new(&app.trusted_proxies, app.proxy_headers),
        strips_root: !app.is_mounted && !app.root_path.is_empty(),
        unattended,
        background,
        lifespan: Lifespan::new(app.steps),
        handles_errors,
        shared,
        document,
        templates,
    });
    let mut layered = None;
    if !app.layers.is_empty() {
        let innermost = inner.clone();
        let service =
            RouteService::from_fn(move |request| Box::pin(from_within(innermost.dispatch(request, None))));
        match wrapped(service, &app.layers, &around_app) {
            Ok(service) => layered = Some(service),
            Err(fault) => unusable(fault, None, &mut faults),
        }
    }
    if !faults.is_empty() {
        return Err(WiringFaults(faults));
    }
    Ok(AppService { inner, layered, mounted: mounted.into() })
}

/// A layer that cannot be used is told once, with all routes that it stands around.
fn unusable(fault: Fault, place: Option<HandlerLocation>, faults: &mut Vec<Fault>) {
    match faults.iter_mut().find(|known| known.what == fault.what) {
        Some(known) => known.places.extend(place),
        None => faults.push(Fault { places: place.into_iter().collect(), ..fault }),
    }
}

/// What all routes are made with.
struct Making<'a> {
    app: &'a App,
    shared: &'a Arc<Shared>,
    unattended: &'a Unattended,
    background: &'a Tracker,
}

impl Making<'_> {
    /// What the app's layers stand around is no route: a path that is not served may come to them.
    fn around_app(&self) -> Scope {
        let place = HandlerLocation { file: "", line: 0, method: "", handler: "" };
        let route = RouteInfo {
            template: Template::default(),
            body_limit: self.app.body_limit,
            strict_content_type: self.app.strict_content_type,
            strict_json: self.app.strict_json,
            timeout: self.app.timeout,
            unattended: self.unattended.clone(),
            concludes: false,
            finishes: false,
            statuses: Statuses { named: Vec::new(), default: true, unnamed: &[] },
            is_gated: false,
            keeps: TypeMap::default(),
            handler: "a middleware".to_owned(),
            place,
        };
        Scope { shared: self.shared.clone(), route: Arc::new(route) }
    }

    fn add_route(&self, route: &Checked, tree: &mut Tree<Served>, faults: &mut Vec<Fault>) {
        let operation = route.description.operation;
        let limits = route_limits(self.app, self.shared.keeps.get::<Limiter>(), &route.placed).map(Arc::new);
        let is_gated = limits.as_ref().is_some_and(|limits| limits.is_late());
        let mut keeps = TypeMap::default();
        if let Some(limits) = limits.clone().filter(|_| is_gated) {
            keeps.insert(limits);
        }
        if let Some(cache) = self.shared.keeps.get::<Cacher>() {
            let operation = operation_key(self.app, &route.placed, &route.template);
            CachePlan::new(cache, &route.description, operation)
                .into_iter()
                .for_each(|plan| keeps.insert(plan));
        }
        let info = RouteInfo {
            template: route.template.clone(),
            body_limit: operation.body_limit.unwrap_or(self.app.body_limit),
            strict_content_type: self.app.strict_content_type,
            strict_json: self.app.strict_json,
            timeout: operation.timeout.or(self.app.timeout),
            // Whatever may change something runs to its end, even if nobody waits for the answer.
            finishes: operation.finishes.unwrap_or(!changes_nothing(&operation.method)),
            unattended: self.unattended.clone(),
            concludes: route.description.concludes,
            statuses: statuses(&route.description),
            is_gated,
            keeps,
            handler: route.handler(),
            place: route.place(),
        };
        let mut served = ServedRoute {
            call: route.placed.route.call,
            info: Arc::new(info),
            depends: self.app.depends.iter().chain(&route.placed.depends).copied().collect(),
            limits,
            background: self.background.clone(),
            layered: None,
        };
        if let Err(fault) = served.wrap(self.shared, &route.placed.layers) {
            unusable(fault, Some(route.place()), faults);
        }
        let added = tree.add(operation.method.clone(), &route.template, Served::Route(served));
        let what = format!("the route `{} {}`", operation.method, route.template.as_str());
        report(added, &what, Some(route.place()), faults);
    }
}

/// RFC 9110, section 9.2.1: the safe methods.
fn changes_nothing(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// The service that is mounted; the faults of a second app join those of the first.
fn mount_service(
    prefix: &str,
    mount: Mount,
    outer: &App,
    mounted: &mut Vec<Mounted>,
    faults: &mut Vec<Fault>,
) -> Option<RouteService> {
    let mut app = match mount {
        Mount::Service(service) => return Some(service),
        Mount::App(app) => *app,
    };
    let prefix = prefix.trim_end_matches('/');
    app.hang_under(prefix, outer);
    match app.build() {
        Ok(service) => {
            mounted.push(Mounted { prefix: prefix.to_owned(), app: service.clone() });
            Some(RouteService::from_fn(move |mut request| {
                // Its dependencies are its own, too: they may be of the same types.
                RequestContext::resolved_before(&mut request);
                let answer = service.answer(request, None);
                Box::pin(async move {
                    let mut response = answer.await;
                    // Its errors are its own: the handlers of the app around it leave them alone.
                    response.extensions_mut().remove::<Failed>();
                    response
                })
            }))
        }
        Err(inner) => {
            faults.extend(inner.0.into_iter().map(|fault| Fault {
                what: format!("in the app under `{prefix}`: {}", fault.what),
                ..fault
            }));
            None
        }
    }
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
    place: Option<HandlerLocation>,
    faults: &mut Vec<Fault>,
) {
    let help = "change one of the two paths";
    match added {
        Ok(()) => {}
        Err(Conflict::Method(Served::Route(first))) => {
            let places = place.into_iter().chain([first.info.place]);
            faults.push(Fault::new(format!("{what} is there already"), places, help));
        }
        Err(Conflict::Method(_)) => faults.push(Fault::new(format!("{what} is there already"), place, help)),
        Err(Conflict::Path(other)) => {
            let what = format!("{what} cannot stand beside `{other}`: both would match the same paths");
            faults.push(Fault::new(what, place, help));
        }
    }
}

/// A route of this app that stands where a mounted app has one is found first: the other is never run.
fn unreachable_in_mounts(app: &App, checked: &[Checked], faults: &mut Vec<Fault>) {
    let own = RouteTable::of(checked);
    for (prefix, mount) in &app.mounts {
        let Mount::App(inner) = mount else { continue };
        for route in &inner.route_table().under(prefix) {
            let Some(first) = own.iter().find(|first| first.answers_like(route)) else { continue };
            let what =
                format!("the route `{} {}` is never run: another is found first", route.method, route.path);
            faults.push(Fault::new(what, [first.location, route.location], "change one of the two paths"));
        }
    }
}

/// Two types that the document would show under one name: one of them would be told as the other.
fn schema_clashes(clashes: Vec<Clash>, document: &Value, checked: &[Checked], faults: &mut Vec<Fault>) {
    for clash in clashes {
        let reference = Value::from(format!("#/components/schemas/{}", clash.name));
        let mentions = |route: &&Checked| {
            let method = route.description.operation.method.as_str().to_ascii_lowercase();
            refers(&document["paths"][route.template.openapi()][method], &reference)
        };
        let places = checked.iter().filter(mentions).map(Checked::place);
        let what = format!("two different schemas have the name `{}`{}", clash.name, clash.types());
        faults.push(Fault::new(
            what,
            places,
            "give one of the types another name: `#[schemars(rename = \"…\")]`",
        ));
    }
}

fn refers(value: &Value, reference: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| refers(item, reference)),
        Value::Object(object) => object.values().any(|value| refers(value, reference)),
        other => other == reference,
    }
}

fn document(app: &mut App, checked: &[Checked], faults: &mut Vec<Fault>) -> Value {
    let webhooks = webhooks(app);
    let webhooks: Vec<Document<'_>> = webhooks.iter().map(Document::sent).collect();
    let operations: Vec<Document<'_>> =
        checked.iter().filter(|route| !is_hidden(route)).map(documented).collect();
    let mut metadata = app.metadata.clone();
    let root = Server::new(app.root_path.clone()).to_value();
    if app.root_path_in_servers && !app.root_path.is_empty() && !metadata.servers.contains(&root) {
        metadata.servers.insert(0, root);
    }
    let (mut document, clashes) = openapi::build(&metadata, &operations, &webhooks);
    schema_clashes(clashes, &document, checked, faults);
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
