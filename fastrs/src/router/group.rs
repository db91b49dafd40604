//! A group of routes that share a prefix and what is said of them.

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use tower_layer::Layer;
use tower_service::Service;

use crate::body::BoxError;
use crate::depend::{Dependency, ForEffect};
use crate::describe::{ResponseDescription, tag};
use crate::endpoint::Route;
use crate::limit::RateLimit;
use crate::middleware::{BoxLayer, IntoMiddleware, RouteService};
use crate::request::Request;
use crate::response::{IntoResponse, response_of};

/// Routes under a common prefix, with tags that all of them get.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/{todo_id}")]
/// async fn read(todo_id: u64) -> String { format!("todo {todo_id}") }
///
/// pub fn router() -> Router {
///     Router::new("/todos").tags(["Todos"]).routes(routes![read])
/// }
///
/// let app = App::new("Todos", "1.0.0").include(router());
/// # app.build().unwrap();
/// ```
#[derive(Debug, Clone, Default)]
pub struct Router {
    prefix: String,
    tags: Vec<String>,
    deprecated: bool,
    hidden: bool,
    public: bool,
    depends: Vec<ForEffect>,
    responses: Vec<Declared>,
    layers: Vec<BoxLayer>,
    limits: Vec<RateLimit>,
    routes: Vec<Placed>,
}

/// A limit of a router, which all its routes share.
#[derive(Debug, Clone)]
pub(crate) struct SharedLimit {
    pub(crate) limit: RateLimit,
    /// What tells the router from all others, in all instances of the app.
    pub(crate) scope: String,
}

/// An answer that a router declares for all of its routes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) status: u16,
    pub(crate) describe: fn(StatusCode, &'static str) -> ResponseDescription,
    pub(crate) text: &'static str,
}

impl Declared {
    /// One without a body.
    pub(crate) fn new(status: u16, text: &'static str) -> Self {
        Self { status, describe: |status, text| ResponseDescription::new(status, text), text }
    }

    /// One with a body of type `T`.
    pub(crate) fn of<T: IntoResponse>(status: u16, text: &'static str) -> Self {
        Self { status, describe: response_of::<T>, text }
    }
}

/// A route in its place: under a prefix, with what its routers add.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) route: Route,
    pub(crate) prefix: String,
    pub(crate) tags: Vec<String>,
    pub(crate) deprecated: bool,
    pub(crate) hidden: bool,
    /// Whether a router of its says that anybody may call it.
    pub(crate) public: bool,
    /// Dependencies of its routers, outermost first.
    pub(crate) depends: Vec<ForEffect>,
    /// Answers that its routers declare, innermost first.
    pub(crate) responses: Vec<Declared>,
    /// Its layers and those of its routers, innermost first.
    pub(crate) layers: Vec<BoxLayer>,
    /// Limits of its routers, outermost first.
    pub(crate) limits: Vec<SharedLimit>,
}

impl Placed {
    pub(crate) fn new(route: Route) -> Self {
        Self {
            layers: (route.layers)(),
            route,
            prefix: String::new(),
            tags: Vec::new(),
            deprecated: false,
            hidden: false,
            public: false,
            depends: Vec::new(),
            responses: Vec::new(),
            limits: Vec::new(),
        }
    }

    fn name(&self) -> String {
        format!("{} {}{}", self.route.operation.method, self.prefix, self.route.operation.path)
    }
}

impl Router {
    /// A router under `prefix`, which begins with `/` or is empty.
    pub fn new(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..Self::default() }
    }

    /// Puts the whole router under a further prefix, before its own.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = joined(&prefix.into(), &self.prefix);
        self
    }

    /// Adds tags to all routes of this router: texts, or variants of a `#[model]` enum.
    #[must_use]
    pub fn tags<T: Serialize>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(tags.into_iter().map(tag));
        self
    }

    /// Marks all routes as deprecated.
    #[must_use]
    pub fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Leaves all routes out of the document.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Says that anybody may call the routes that ask for no credentials: see
    /// [`App::closed_by_default`](crate::App::closed_by_default).
    #[must_use]
    pub fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// Runs a dependency for its effect before every route of this router: after those of the app and of the routers
    /// around it, before those of the routes themselves. What it takes and how it fails shows in the document.
    #[must_use]
    pub fn depends<T: Dependency>(mut self) -> Self {
        self.depends.push(ForEffect::of::<T>());
        self
    }

    /// Declares an answer without a body for every route of this router, as `responses((404, "…"))` does for one. What
    /// a route or an inner router says of the status goes before it.
    #[must_use]
    pub fn response(mut self, status: u16, description: &'static str) -> Self {
        self.responses.push(Declared::new(status, description));
        self
    }

    /// Declares an answer with a body of type `T` for every route of this router, as [`Router::response`].
    #[must_use]
    pub fn response_of<T: IntoResponse>(mut self, status: u16, description: &'static str) -> Self {
        self.responses.push(Declared::of::<T>(status, description));
        self
    }

    /// Puts a tower layer around every route of this router, when its path has been found. The last one added is
    /// outermost.
    #[must_use]
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<RouteService> + Send + Sync + 'static,
        L::Service: Service<Request, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers.push(BoxLayer::new(layer));
        self
    }

    /// Puts a function under `#[middleware]` around every route of this router. The last one added is outermost.
    #[must_use]
    pub fn middleware<Via>(mut self, middleware: impl IntoMiddleware<Via>) -> Self {
        self.layers.push(middleware.into_middleware());
        self
    }

    /// Limits how often each caller may ask for the routes of this router, all of them counted together:
    /// `"100 / 60 s"`, or a [`RateLimit`] with more to say. May stand several times.
    ///
    /// ```
    /// use fastrs::limit::RateLimit;
    /// use fastrs::prelude::*;
    ///
    /// let auth = Router::new("/auth").rate_limit(RateLimit::new("5 / 5 min").closed_when_away());
    /// ```
    #[must_use]
    pub fn rate_limit(mut self, limit: impl Into<RateLimit>) -> Self {
        self.limits.push(limit.into());
        self
    }

    /// Adds the routes of `routes![…]`.
    #[must_use]
    pub fn routes(mut self, routes: impl IntoIterator<Item = Route>) -> Self {
        self.routes.extend(routes.into_iter().map(Placed::new));
        self
    }

    /// Adds the routes of another router, under this one's prefix.
    #[must_use]
    pub fn include(mut self, router: Router) -> Self {
        self.routes.extend(router.into_placed());
        self
    }

    /// The routes with everything that this router adds, outermost first.
    pub(crate) fn into_placed(self) -> impl Iterator<Item = Placed> {
        let limits = self.shared_limits();
        let Self { prefix, tags, deprecated, hidden, public, depends, responses, layers, routes, .. } = self;
        routes.into_iter().map(move |placed| Placed {
            route: placed.route,
            prefix: joined(&prefix, &placed.prefix),
            tags: tags.iter().chain(&placed.tags).cloned().collect(),
            deprecated: deprecated || placed.deprecated,
            hidden: hidden || placed.hidden,
            public: public || placed.public,
            depends: depends.iter().chain(&placed.depends).copied().collect(),
            responses: placed.responses.iter().chain(&responses).copied().collect(),
            layers: placed.layers.iter().chain(&layers).cloned().collect(),
            limits: limits.iter().cloned().chain(within(&prefix, placed.limits)).collect(),
        })
    }

    /// The limits with what they are counted under: the first of its routes, which no other router has, and how many
    /// there are.
    fn shared_limits(&self) -> Vec<SharedLimit> {
        let first = self.routes.iter().map(Placed::name).min().unwrap_or_default();
        let scope = format!("{}#{}:{first}", self.prefix, self.routes.len());
        self.limits.iter().map(|limit| SharedLimit { limit: limit.clone(), scope: scope.clone() }).collect()
    }
}

/// The limits of a router inside another one.
fn within(prefix: &str, limits: Vec<SharedLimit>) -> impl Iterator<Item = SharedLimit> {
    limits.into_iter().map(move |limit| SharedLimit { scope: format!("{prefix}>{}", limit.scope), ..limit })
}

/// `/a/` and `/b` make `/a/b`.
pub(crate) fn joined(outer: &str, inner: &str) -> String {
    match inner {
        "" => outer.to_owned(),
        inner => format!("{}{inner}", outer.strip_suffix('/').unwrap_or(outer)),
    }
}
