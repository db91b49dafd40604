//! The builder.

use std::any::TypeId;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;
use tokio::net::{TcpListener, ToSocketAddrs};
use tower_layer::Layer;
use tower_service::Service;

use super::lifespan::{Place, Start, Step, Stop};
use super::mount::{IntoMount, Mount};
use super::{AppService, Docs, Fault, RouteTable, WiringFaults, checks, service};
use crate::body::BoxError;
use crate::caching::{Cacher, ResponseCache};
use crate::depend::{Dependency, ForEffect, Override, StandIn};
use crate::describe::{HandlerLocation, Operation};
use crate::endpoint::{BoxFuture, Route};
use crate::error::{ErrorFormat, ErrorHandlers, Failure};
use crate::files::{Frontend, StaticFiles};
use crate::limit::{Limiter, RateLimit, RateLimitStore};
use crate::middleware::{BoxLayer, IntoMiddleware, RouteService};
use crate::openapi::Metadata;
use crate::request::{LateState, ProxyHeaders, Request, Shared};
use crate::response::IntoResponse;
use crate::router::{Declared, Placed, Router, joined};
use crate::serve::{self, ServeOptions, shutdown_signal, unless_twice};
#[cfg(feature = "templates")]
use crate::templates::Templates;
use crate::validate::ValidationErrors;

pub(super) type OperationIds = Box<dyn Fn(Operation<'_>) -> String + Send + Sync>;
pub(super) type Edit = Box<dyn FnOnce(&mut Value) + Send>;

/// An application in the making: its routes, its state, its layers, and what it says of itself.
///
/// ```no_run
/// use fastrs::prelude::*;
///
/// /// Greet the world.
/// #[get("/")]
/// async fn root() -> &'static str { "Hello, World!" }
///
/// #[fastrs::main]
/// async fn main() -> fastrs::Result<()> {
///     App::new("Hello", "1.0.0").routes(routes![root]).serve("127.0.0.1:8000").await
/// }
/// ```
pub struct App {
    pub(super) metadata: Metadata,
    pub(super) placed: Vec<Placed>,
    pub(super) mounts: Vec<(String, Mount)>,
    pub(super) fallback: Option<RouteService>,
    pub(super) frontends: Vec<(String, Frontend)>,
    /// What was found to be wrong while the app was put together.
    pub(super) faults: Vec<Fault>,
    pub(super) shared: Shared,
    pub(super) layers: Vec<BoxLayer>,
    /// Limits of all routes together.
    pub(super) limits: Vec<RateLimit>,
    pub(super) docs: Docs,
    pub(super) body_limit: usize,
    pub(super) timeout: Option<Duration>,
    pub(super) slashes: Slashes,
    /// Whether an operation must say who may call it.
    pub(super) closed_by_default: bool,
    pub(super) hosts: Vec<String>,
    pub(super) webhooks: Vec<Route>,
    pub(super) operation_ids: Option<OperationIds>,
    pub(super) edits: Vec<Edit>,
    pub(super) root_path: String,
    pub(super) root_path_in_servers: bool,
    pub(super) trusted_proxies: Vec<String>,
    pub(super) proxy_headers: ProxyHeaders,
    pub(super) strict_content_type: bool,
    pub(super) strict_json: bool,
    pub(super) depends: Vec<ForEffect>,
    /// Answers that every route may have.
    pub(super) responses: Vec<Declared>,
    pub(super) errors: ErrorHandlers,
    /// Whether it is mounted in another app, which takes the prefix off.
    pub(super) is_mounted: bool,
    pub(super) steps: Vec<Step>,
    /// The types of state that start-up steps make.
    pub(super) promised: Vec<TypeId>,
    options: ServeOptions,
}

/// What becomes of a path that is served but for its last slash: `/items/` where there is `/items`, or the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slashes {
    /// The client is sent to the right one, with 307, so that method and body are kept.
    #[default]
    Redirect,
    /// It is served as the right one.
    Ignore,
    /// It is not found.
    Strict,
}

/// The largest body that is read unless a route or the app says otherwise: 2 MiB.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// How long a handler may run unless its route or the app says otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

impl App {
    /// An app with a title and a version, which the document shows.
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            metadata: Metadata::new(title.into(), version.into()),
            placed: Vec::new(),
            mounts: Vec::new(),
            fallback: None,
            frontends: Vec::new(),
            faults: Vec::new(),
            shared: Shared::default(),
            layers: Vec::new(),
            limits: Vec::new(),
            docs: Docs::default(),
            body_limit: BODY_LIMIT,
            timeout: Some(TIMEOUT),
            slashes: Slashes::default(),
            closed_by_default: false,
            hosts: Vec::new(),
            webhooks: Vec::new(),
            operation_ids: None,
            edits: Vec::new(),
            root_path: String::new(),
            root_path_in_servers: true,
            trusted_proxies: Vec::new(),
            proxy_headers: ProxyHeaders::default(),
            strict_content_type: true,
            strict_json: true,
            depends: Vec::new(),
            responses: Vec::new(),
            errors: ErrorHandlers::default(),
            is_mounted: false,
            steps: Vec::new(),
            promised: Vec::new(),
            options: ServeOptions::default(),
        }
    }

    /// Sets the path under which a proxy shows the app: `/api/v1`, where the proxy takes it off before it hands the
    /// request on.
    ///
    /// The document names it as the first server, the docs pages look for the document below it. Requests are
    /// served with and without it. Handlers find it as [`RootPath`](crate::RootPath).
    #[must_use]
    pub fn root_path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        let path = path.trim_matches('/');
        self.root_path = if path.is_empty() { String::new() } else { format!("/{path}") };
        self
    }

    /// Sets whether the document names the [root path](App::root_path) as a server (it does, unless set).
    #[must_use]
    pub fn root_path_in_servers(mut self, named: bool) -> Self {
        self.root_path_in_servers = named;
        self
    }

    /// Names the proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed: addresses (`10.0.0.7`) or
    /// networks (`10.0.0.0/8`). Of nobody else they are, and of nobody at all unless this is set.
    ///
    /// [`ClientAddr`](crate::ClientAddr) is then the nearest address that is no proxy's, and
    /// [`BaseUrl`](crate::BaseUrl) what the client sees. A proxy that you name must set or remove all three headers:
    /// one that it hands on unseen is the client's word.
    #[must_use]
    pub fn trusted_proxies<T: Into<String>>(mut self, proxies: impl IntoIterator<Item = T>) -> Self {
        self.trusted_proxies.extend(proxies.into_iter().map(Into::into));
        self
    }

    /// Sets which headers the [trusted proxies](App::trusted_proxies) write: never both kinds, since a proxy that
    /// writes one kind hands on the other as the client sent it.
    #[must_use]
    pub fn proxy_headers(mut self, headers: ProxyHeaders) -> Self {
        self.proxy_headers = headers;
        self
    }

    /// Sets whether a JSON body must be declared as one (it must, unless set): with `false` a body without any
    /// `Content-Type` is read as JSON.
    ///
    /// A browser sends a body without a content type to any address without asking first; an app that serves only
    /// its own network, and has no other protection, should keep this.
    #[must_use]
    pub fn strict_content_type(mut self, strict: bool) -> Self {
        self.strict_content_type = strict;
        self
    }

    /// Whether a number or a boolean in a JSON body must be one. It must, unless this is set to `false`.
    ///
    /// Without it a text may spell a number or a boolean, as in a query, and `true` and `1` may stand for each other:
    /// what FastAPI takes. Clients that were written for such a server go on working, while the document tells new ones
    /// the right type. Dates, and texts made of numbers, stay strict.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs::testing::TestClient;
    ///
    /// #[model]
    /// struct Item {
    ///     price: f64,
    /// }
    ///
    /// #[post("/items")]
    /// async fn create(item: Item) -> Item {
    ///     item
    /// }
    ///
    /// # #[fastrs::main]
    /// # async fn main() {
    /// let shop = || App::new("Shop", "1.0.0").routes(routes![create]);
    /// let old = r#"{"price": "50.5"}"#;
    /// TestClient::new(shop()).post("/items").body("application/json", old).await.assert_status(422);
    /// let lax = TestClient::new(shop().strict_json(false));
    /// assert_eq!(lax.post("/items").body("application/json", old).await.text(), r#"{"price":50.5}"#);
    /// # }
    /// ```
    #[must_use]
    pub fn strict_json(mut self, strict: bool) -> Self {
        self.strict_json = strict;
        self
    }

    /// Gives a value to all handlers that ask for `State<T>`. A second value of a type replaces the first, whether this
    /// or [`App::state_from`] gives it; what would have made the first then does not run.
    #[must_use]
    pub fn state<T: Send + Sync + 'static>(mut self, state: T) -> Self {
        self.forget_state::<T>();
        self.shared.state.insert(Arc::new(state));
        self
    }

    /// Gives a value that may have failed to be made, as [`App::state`] gives one. An error is a fault of the wiring: it is
    /// told with all others and with the line that calls this, and the app does not start.
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// struct Key(String);
    ///
    /// impl std::str::FromStr for Key {
    ///     type Err = std::io::Error;
    ///
    ///     fn from_str(text: &str) -> Result<Self, Self::Err> {
    ///         if text.len() < 32 { Err(Self::Err::other("a key has at least 32 bytes")) } else { Ok(Self(text.into())) }
    ///     }
    /// }
    ///
    /// let faults = App::new("Shop", "1.0.0").try_state("secret".parse::<Key>()).build().unwrap_err();
    /// let fault = faults.iter().next().unwrap();
    /// assert!(fault.what.ends_with("Key` could not be made: a key has at least 32 bytes"), "{fault}");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn try_state<T, E>(mut self, state: Result<T, E>) -> Self
    where
        T: Send + Sync + 'static,
        E: std::error::Error,
    {
        let error = match state {
            Ok(state) => return self.state(state),
            Err(error) => error,
        };
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(deeper) = source {
            text = format!("{text}: {deeper}");
            source = deeper.source();
        }
        let what = format!("the state `{}` could not be made: {text}", std::any::type_name::<T>());
        let place = HandlerLocation::from(std::panic::Location::caller());
        self.faults.push(Fault::new(what, Some(place), "mend what it is made of"));
        // So that what asks for it is no second fault.
        self.forget_state::<T>();
        self.promised.push(TypeId::of::<Arc<T>>());
        self
    }

    /// Adds the routes of `routes![…]`.
    #[must_use]
    pub fn routes(mut self, routes: impl IntoIterator<Item = Route>) -> Self {
        self.placed.extend(routes.into_iter().map(Placed::new));
        self
    }

    /// Adds the routes of a router; they stay in this app's document.
    #[must_use]
    pub fn include(mut self, router: Router) -> Self {
        self.placed.extend(router.into_placed());
        self
    }

    /// Runs a dependency for its effect before every route: before those of routers and of the routes themselves. What it
    /// takes and how it fails shows in the document.
    #[must_use]
    pub fn depends<T: Dependency>(mut self) -> Self {
        self.depends.push(ForEffect::of::<T>());
        self
    }

    /// Serves the files of a folder under a prefix. That the folder is not there is a fault of the wiring.
    #[must_use]
    pub fn static_files(mut self, prefix: impl Into<String>, files: StaticFiles) -> Self {
        self.expect_folder("static files", files.path());
        self.mount(prefix, files)
    }

    /// Serves a front-end under a path, `/` for all: its files, and its page where it has no file. It comes after
    /// every route and mount; of two front-ends the one with the longer path is asked.
    ///
    /// ```no_run
    /// use fastrs::prelude::*;
    /// use fastrs::{Fallback, Frontend};
    ///
    /// let simple = App::new("Shop", "1.0.0").frontend("/", "dist");
    /// let routed = App::new("Shop", "1.0.0").frontend("/", Frontend::new("dist").fallback(Fallback::Index));
    /// ```
    #[must_use]
    pub fn frontend(mut self, path: impl Into<String>, frontend: impl Into<Frontend>) -> Self {
        let (path, frontend) = (path.into(), frontend.into());
        if frontend.is_checked() {
            self.expect_folder("the front-end", frontend.path());
        }
        if !path.starts_with('/') {
            let what = format!("the path `{path}` of the front-end does not begin with `/`");
            self.faults.push(Fault::new(what, None, "`/` serves it at the top"));
        }
        self.frontends.push((path.trim_end_matches('/').to_owned(), frontend));
        self
    }

    fn expect_folder(&mut self, what: &str, folder: &Path) {
        if !folder.is_dir() {
            let what = format!("{what}: there is no folder `{}`", folder.display());
            let help = "a relative path is meant from the working directory";
            self.faults.push(Fault::new(what, None, help));
        }
    }

    /// Reads the templates of a folder, and gives them to all handlers that ask for `State<Templates>`. A mistake
    /// in one of them is a fault of the wiring.
    #[cfg(feature = "templates")]
    #[must_use]
    pub fn templates(mut self, folder: impl AsRef<Path>) -> Self {
        match Templates::load(folder) {
            Ok(templates) => self.state(templates),
            Err(error) => {
                let help = "a relative path is meant from the working directory";
                self.faults.push(Fault::new(format!("templates: {error}"), None, help));
                // Given all the same, so that what asks for it is no second fault.
                self.state(Templates::from(minijinja::Environment::new()))
            }
        }
    }

    /// Hangs a second app, or a foreign tower service, under a prefix. It sees the path without the prefix; the document
    /// does not see it.
    ///
    /// A second [`App`] has its own state, docs and error handlers; its document names the prefix as its server. Its
    /// faults are told with this app's, and its start-up and shutdown steps run with this app's.
    #[must_use]
    pub fn mount<Via>(mut self, prefix: impl Into<String>, service: impl IntoMount<Via>) -> Self {
        self.mounts.push((joined(&prefix.into(), ""), service.into_mount()));
        self
    }

    /// Sends what nothing of the app serves to a tower service, in place of the 404: an older server's routes, a proxy. It
    /// sees the whole path; the document does not see it.
    ///
    /// A path of the app under another method stays a 405. For a 404 of your own, [`App::on_status`] is enough.
    #[must_use]
    pub fn fallback<S, B>(mut self, service: S) -> Self
    where
        S: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.fallback = Some(RouteService::new(service));
        self
    }

    /// Answers errors of type `E` that reached [`HttpError`](crate::HttpError) through `?`, or are the
    /// [`ApiError`](macro@crate::ApiError) that was answered, with `status` and what `handler` gives.
    ///
    /// ```
    /// use fastrs::Failure;
    /// use fastrs::prelude::*;
    /// use fastrs::serde_json::{Value, json};
    /// use fastrs::testing::TestClient;
    ///
    /// #[derive(Debug)]
    /// struct UnicornError(String);
    ///
    /// impl std::fmt::Display for UnicornError {
    ///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    ///         write!(f, "{} did something", self.0)
    ///     }
    /// }
    ///
    /// impl std::error::Error for UnicornError {}
    ///
    /// #[get("/unicorns/{name}")]
    /// async fn unicorn(name: String) -> Result<String, HttpError> { Err(UnicornError(name))? }
    ///
    /// fn answer(error: &UnicornError, _: &Failure) -> Json<Value> {
    ///     Json(json!({ "message": format!("Oops! {error}.") }))
    /// }
    ///
    /// # #[fastrs::main]
    /// # async fn main() {
    /// let app = App::new("Unicorns", "1.0.0").routes(routes![unicorn]).on_error(418, answer);
    /// let answer = TestClient::new(app).get("/unicorns/yolo").await.assert_status(418).value();
    /// assert_eq!(answer["message"], "Oops! yolo did something.");
    /// # }
    /// ```
    #[must_use]
    pub fn on_error<E, R>(
        mut self,
        status: u16,
        handler: impl Fn(&E, &Failure) -> R + Send + Sync + 'static,
    ) -> Self
    where
        E: std::error::Error + 'static,
        R: IntoResponse,
    {
        if let Some(status) = self.error_status("on_error", status) {
            self.errors.on_error(status, handler);
        }
        self
    }

    /// Answers every error of a status with what `handler` gives: those of handlers and extractors, the router's own 404
    /// and 405, and those that layers leave without a body.
    #[must_use]
    pub fn on_status<R: IntoResponse>(
        mut self,
        status: u16,
        handler: impl Fn(&Failure) -> R + Send + Sync + 'static,
    ) -> Self {
        if let Some(status) = self.error_status("on_status", status) {
            self.errors.on_status(status, handler);
        }
        self
    }

    /// Answers invalid input with `status` and what `handler` gives, in place of the 422; the document says so.
    #[must_use]
    pub fn on_invalid<R: IntoResponse>(
        mut self,
        status: u16,
        handler: impl Fn(&ValidationErrors, &Failure) -> R + Send + Sync + 'static,
    ) -> Self {
        if let Some(status) = self.error_status("on_invalid", status) {
            self.errors.on_invalid(status, handler);
        }
        self
    }

    /// Gives every error that no handler above answers one form: [`ProblemJson`](crate::ProblemJson), or one of yours.
    #[must_use]
    pub fn errors(mut self, format: impl ErrorFormat) -> Self {
        self.errors.format(format);
        self
    }

    fn error_status(&mut self, method: &str, status: u16) -> Option<StatusCode> {
        let found = StatusCode::from_u16(status).ok().filter(|_| (400..600).contains(&status));
        if found.is_none() {
            let what = format!("`App::{method}({status}, …)`: the status of an error is between 400 and 599");
            self.faults.push(Fault::new(what, None, "name the status of an error"));
        }
        found
    }

    /// Declares an answer without a body for every route, such as one that a layer or a middleware around the app gives. What
    /// a route or a router says of the status goes before it.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs::testing::TestClient;
    ///
    /// #[get("/")]
    /// async fn root() -> &'static str { "welcome" }
    ///
    /// #[middleware]
    /// async fn closed(request: Request, next: Next) -> Response {
    ///     if request.headers().contains_key("x-night") {
    ///         return HttpError::new(423, "Come back tomorrow").into_response(StatusCode::LOCKED);
    ///     }
    ///     next.run(request).await
    /// }
    ///
    /// # #[fastrs::main]
    /// # async fn main() {
    /// let app = App::new("Shop", "1.0.0").routes(routes![root]).middleware(closed).response(423, "The shop is closed");
    /// let client = TestClient::new(app);
    /// client.get("/").header("x-night", "1").await.assert_status(423);
    /// assert!(client.openapi()["paths"]["/"]["get"]["responses"]["423"].is_object());
    /// # }
    /// ```
    #[must_use]
    pub fn response(mut self, status: u16, description: &'static str) -> Self {
        self.responses.push(Declared::new(status, description));
        self
    }

    /// Declares an answer with a body of type `T` for every route, as [`App::response`].
    #[must_use]
    pub fn response_of<T: IntoResponse>(mut self, status: u16, description: &'static str) -> Self {
        self.responses.push(Declared::of::<T>(status, description));
        self
    }

    /// Puts a tower layer around the whole app. The last one added is outermost.
    #[must_use]
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<RouteService> + Send + Sync + 'static,
        L::Service: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError>,
        B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers.push(BoxLayer::new(layer));
        self
    }

    /// Puts a function under `#[middleware]` around the whole app. The last one added is outermost.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs::testing::TestClient;
    ///
    /// struct Key(&'static str);
    ///
    /// #[middleware]
    /// async fn with_key(#[header] x_key: String, key: State<Key>, request: Request, next: Next) -> Response {
    ///     if x_key != key.0 {
    ///         return HttpError::new(403, "another key").into_response(StatusCode::FORBIDDEN);
    ///     }
    ///     next.run(request).await
    /// }
    ///
    /// #[get("/")]
    /// async fn root() -> &'static str { "hello" }
    ///
    /// # #[fastrs::main]
    /// # async fn main() {
    /// let app = App::new("Shop", "1.0.0").state(Key("k")).middleware(with_key).routes(routes![root]);
    /// let client = TestClient::new(app);
    /// client.get("/").header("x-key", "k").await.assert_ok();
    /// client.get("/").await.assert_status(422);
    /// # }
    /// ```
    #[must_use]
    pub fn middleware<Via>(mut self, middleware: impl IntoMiddleware<Via>) -> Self {
        self.layers.push(middleware.into_middleware());
        self
    }

    /// Limits how often each caller may ask for the routes of the app, all of them counted together: `"100 / 60 s"`, or a
    /// [`RateLimit`] with more to say. May stand several times.
    ///
    /// Docs pages, mounted services and paths that nothing serves are not counted; `App::middleware` of a [`RateLimit`]
    /// counts them, too.
    #[must_use]
    pub fn rate_limit(mut self, limit: impl Into<RateLimit>) -> Self {
        self.limits.push(limit.into());
        self
    }

    /// Gives the app what counts the requests of its limits: `fastrs-cache` has a store in memory, and one in Redis that
    /// all instances share. An app with limits and without a store does not start.
    #[must_use]
    pub fn rate_limits(mut self, store: impl RateLimitStore) -> Self {
        self.shared.keeps.insert(Limiter(Arc::new(store)));
        self
    }

    /// Gives the app its cache: for operations under `cache = "60 s"`, and as `State` of its type. `fastrs-cache` has one.
    #[must_use]
    pub fn cache<C: ResponseCache + Clone>(mut self, cache: C) -> Self {
        self.shared.keeps.insert(Cacher(Arc::new(cache.clone())));
        self.state(cache)
    }

    /// Sets the largest body in bytes that is read (2 MiB unless set; a route's own limit goes before it).
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets how long a handler may run (60 s unless set; a route's own limit goes before it). Beyond is a 504.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets what becomes of a path that is served but for its last slash.
    #[must_use]
    pub fn slashes(mut self, slashes: Slashes) -> Self {
        self.slashes = slashes;
        self
    }

    /// Names the hosts under which the app is reached, as clients write them (`shop.example.com`, `localhost:8000`).
    ///
    /// A redirect to the path with or without its last slash then is a whole address, as FastAPI writes it. Called by
    /// another host, and without this, it is a path: a host that nobody vouches for is never repeated to a client.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs::testing::TestClient;
    ///
    /// #[get("/items/")]
    /// async fn items() -> &'static str { "none" }
    ///
    /// # #[fastrs::main]
    /// # async fn main() {
    /// let app = App::new("Shop", "1.0.0").hosts(["shop.example.com"]).routes(routes![items]);
    /// let client = TestClient::new(app);
    /// let answer = client.get("/items?page=2").header("host", "shop.example.com").await.assert_status(307);
    /// assert_eq!(answer.header("location"), Some("http://shop.example.com/items/?page=2"));
    /// let answer = client.get("/items?page=2").header("host", "evil.example.com").await.assert_status(307);
    /// assert_eq!(answer.header("location"), Some("/items/?page=2"));
    /// # }
    /// ```
    #[must_use]
    pub fn hosts<T: Into<String>>(mut self, hosts: impl IntoIterator<Item = T>) -> Self {
        self.hosts.extend(hosts.into_iter().map(Into::into));
        self
    }

    /// Sets the docs pages: where they are, or that there are none.
    #[must_use]
    pub fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// Sets the limits of the server.
    #[must_use]
    pub fn serve_options(mut self, options: ServeOptions) -> Self {
        self.options = options;
        self
    }

    /// Runs a step before the first request. If one fails, the server does not start.
    #[must_use]
    pub fn on_startup<F, Fut, E>(self, step: F) -> Self
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.step(|| Box::pin(async move { step().await.map(|()| None).map_err(Into::into) }))
    }

    /// Runs a step after the last request has ended. The last step added runs first.
    #[must_use]
    pub fn on_shutdown<F, Fut, E>(mut self, step: F) -> Self
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.steps.push(Step::Stop(stop_of(step)));
        self
    }

    /// Makes a state before the first request, for all handlers that ask for `State<T>`. If it fails, the server does not
    /// start. It replaces what was given or was to be made for that type before, as [`App::state`] does.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs::testing::TestClient;
    ///
    /// struct Greeting(String);
    ///
    /// async fn read_greeting() -> Result<Greeting, std::io::Error> {
    ///     Ok(Greeting("hello".into()))
    /// }
    ///
    /// #[get("/")]
    /// async fn greet(greeting: State<Greeting>) -> String { greeting.0.clone() }
    ///
    /// # #[fastrs::main]
    /// # async fn main() {
    /// let client = TestClient::new(App::new("Hello", "1.0.0").state_from(read_greeting).routes(routes![greet]));
    /// assert_eq!(client.get("/").await.text(), "hello");
    /// # }
    /// ```
    #[must_use]
    pub fn state_from<T, F, Fut, E>(mut self, make: F) -> Self
    where
        T: Send + Sync + 'static,
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let place = self.promise::<T>();
        let start: Start = Box::new(move || {
            Box::pin(async move {
                let _ = place.set(Arc::new(make().await.map_err(Into::into)?));
                Ok(None)
            })
        });
        self.steps.push(Step::Make(TypeId::of::<T>(), start));
        self
    }

    /// Makes a state before the first request, and gives it to `stop` after the last: FastAPI's `lifespan`, whose two
    /// halves stand around a `yield`. Both run even if handlers get another state of that type, one given later.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use std::convert::Infallible;
    /// use std::sync::Arc;
    ///
    /// struct Model;
    ///
    /// impl Model {
    ///     async fn load() -> Result<Self, std::io::Error> { Ok(Self) }
    ///     fn unload(&self) {}
    /// }
    ///
    /// let app = App::new("Oracle", "1.0.0").lifespan(Model::load, |model: Arc<Model>| async move {
    ///     model.unload();
    ///     Ok::<_, Infallible>(())
    /// });
    /// # app.build().unwrap();
    /// ```
    #[must_use]
    pub fn lifespan<T, F, Fut, E, G, End, D>(mut self, start: F, stop: G) -> Self
    where
        T: Send + Sync + 'static,
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        E: Into<BoxError>,
        G: FnOnce(Arc<T>) -> End + Send + 'static,
        End: Future<Output = Result<(), D>> + Send + 'static,
        D: Into<BoxError>,
    {
        let place = self.promise::<T>();
        self.step(move || {
            Box::pin(async move {
                let state = Arc::new(start().await.map_err(Into::into)?);
                let _ = place.set(state.clone());
                Ok(Some(stop_of(move || stop(state))))
            })
        })
    }

    /// What a mounted app knows of the app around it: under which path clients see it.
    pub(super) fn hang_under(&mut self, prefix: &str, outer: &Self) {
        self.root_path = format!("{}{prefix}", outer.root_path);
        self.is_mounted = true;
        if self.hosts.is_empty() {
            self.hosts.clone_from(&outer.hosts);
        }
    }

    /// Of several states of a type the last one counts. A step that makes an earlier one would run for nothing.
    fn forget_state<T: Send + Sync + 'static>(&mut self) {
        self.shared.state.remove::<Arc<T>>();
        self.shared.state.remove::<LateState<T>>();
        self.steps.retain(|step| !matches!(step, Step::Make(made, _) if *made == TypeId::of::<T>()));
    }

    fn promise<T: Send + Sync + 'static>(&mut self) -> Place<T> {
        self.forget_state::<T>();
        let place = Place::<T>::default();
        self.shared.state.insert(LateState(place.clone()));
        self.promised.push(TypeId::of::<Arc<T>>());
        place
    }

    fn step<F>(mut self, start: F) -> Self
    where
        F: FnOnce() -> BoxFuture<'static, Result<Option<Stop>, BoxError>> + Send + 'static,
    {
        let start: Start = Box::new(start);
        self.steps.push(Step::Start(start));
        self
    }

    /// Makes `make` stand in for a dependency, in this app alone. Meant for tests.
    ///
    /// `make` is an async function without arguments, or with up to two extractors (`Depends` of another dependency,
    /// `State`). What the dependency itself depends on is then neither run nor needed. The document stays that of the dependency.
    #[must_use]
    pub fn override_dependency<T: Dependency, Args: 'static>(mut self, make: impl StandIn<T, Args>) -> Self {
        self.shared.overrides.insert(Override::<T>::new(make));
        self
    }

    /// The table of the routes, also of an app whose wiring has faults: `println!("{}", app.route_table())`. Docs pages,
    /// folders and foreign services that are mounted are not in it.
    pub fn route_table(&self) -> RouteTable {
        let mut table = RouteTable::of(&checks::check(self).0);
        for (prefix, mount) in &self.mounts {
            if let Mount::App(app) = mount {
                table.append(app.route_table().under(prefix));
            }
        }
        table
    }

    /// Checks the wiring and freezes the app into a service.
    ///
    /// # Errors
    /// Every fault of the wiring at once.
    pub fn build(mut self) -> Result<AppService, WiringFaults> {
        let mut faults = std::mem::take(&mut self.faults);
        let (checked, found) = checks::check(&self);
        faults.extend(found);
        service::freeze(self, &checked, faults)
    }

    /// Serves the app over HTTP/1 and HTTP/2 until SIGINT or SIGTERM; open requests are finished first, unless a second
    /// signal comes.
    ///
    /// # Errors
    /// If the wiring has faults, a start-up or shutdown step fails, the address cannot be listened on, or a second signal
    /// has cut the end short.
    pub async fn serve(self, address: impl ToSocketAddrs) -> crate::Result<()> {
        let listener = TcpListener::bind(address).await?;
        let serve = |stop| self.serve_on(listener, async { _ = stop.await });
        let cut =
            || Err(std::io::Error::other("a second signal came before the open requests had ended").into());
        unless_twice(shutdown_signal, serve).await.unwrap_or_else(cut)
    }

    /// Serves the app on a listener of yours until `stop` is done.
    ///
    /// # Errors
    /// As [`App::serve`].
    pub async fn serve_on(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send,
    ) -> crate::Result<()> {
        let options = self.options.clone();
        let docs = self.docs.address();
        let service = self.build()?;
        service.start().await?;
        announce(&listener, docs.as_deref());
        let deadline = serve::serve(listener, service.clone(), options, stop).await;
        let _ = tokio::time::timeout_at(deadline, service.idle()).await;
        service.stop().await
    }
}

fn stop_of<F, Fut, E>(step: F) -> Stop
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<BoxError>,
{
    Box::new(|| Box::pin(async move { step().await.map_err(Into::into) }))
}

/// Says where the app is. On the terminal where no subscriber listens, so that a first program is not mute.
fn announce(listener: &TcpListener, docs: Option<&str>) {
    let Ok(address) = listener.local_addr() else { return };
    let docs = docs.map(|path| format!(" (docs at http://{address}{path})")).unwrap_or_default();
    crate::log::info(format_args!("listening on http://{address}{docs}"));
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("metadata", &self.metadata).finish_non_exhaustive()
    }
}
