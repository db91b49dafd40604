//! A web framework for typed handlers: from the signature of an `async fn` come extraction, validation with
//! every error at once, JSON in and out, and an OpenAPI 3.1 document with docs pages that cannot drift.
//!
//! ```no_run
//! use fastrs::prelude::*;
//!
//! /// A thing for sale.
//! #[model]
//! struct Item {
//!     #[field(min_length = 1, max_length = 100)]
//!     name: String,
//!     /// Price in euro, without tax.
//!     #[field(gt = 0)]
//!     price: f64,
//! }
//!
//! /// Put an item up for sale.
//! #[post("/items/{shop_id}", status = 201)]
//! async fn create_item(#[path(ge = 1)] shop_id: u64, notify: Option<bool>, item: Item) -> Item {
//!     let _ = (shop_id, notify);
//!     item
//! }
//!
//! #[fastrs::main]
//! async fn main() -> fastrs::Result<()> {
//!     App::new("Shop", "1.0.0").routes(routes![create_item]).serve("127.0.0.1:8000").await
//! }
//! ```
//!
//! # Where to look
//! - Handlers: [`get`] and its siblings, [`routes!`], [`extract`] for what an argument can be.
//! - Models: [`model`], [`types`] for values with a meaning, [`validate`] for what is behind it.
//! - Answers: [`response`], [`HttpError`], [`derive@ApiError`].
//! - [`Depends`] and [`dependency`], [`State`], [`security`].
//! - [`App`], [`Router`], [`testing`].

// The crate's own tests and examples use its macros, which name the crate by its name.
extern crate self as fastrs;

mod app;
mod background;
mod body;
pub mod caching;
mod depend;
pub mod describe;
mod endpoint;
mod error;
pub mod extract;
mod files;
mod finish;
pub mod json;
pub mod limit;
mod log;
pub mod middleware;
#[cfg(feature = "multipart")]
mod multipart;
mod openapi;
mod path;
mod request;
pub mod response;
mod router;
mod schema;
pub mod security;
mod serve;
pub mod settings;
#[cfg(feature = "templates")]
mod templates;
pub mod testing;
mod typemap;
pub mod types;
pub mod validate;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use app::{
    App, AppService, Docs, Fault, IntoMount, Mount, RouteEntry, RouteTable, Slashes, WiringFaults,
};
pub use background::BackgroundTasks;
pub use body::{Body, BoxError, Chunk, CollectError};
pub use depend::{Dependency, Depends, StandIn};
pub use describe::ExternalDocs;
pub use endpoint::{BoxFuture, Endpoint, Route};
pub use error::{ErrorFormat, Failure, HttpError, OptionExt, Problem, ProblemJson};
#[cfg(feature = "multipart")]
pub use extract::Multipart;
pub use extract::{BaseUrl, RootPath, State};
pub use fastrs_macros::{
    ApiError, delete, dependency, get, head, main, middleware, model, options, patch, post, put, routes,
    test, trace,
};
pub use files::{Fallback, Frontend, StaticFiles};
pub use finish::{Finish, Outcome};
pub use middleware::{Next, RouteService};
#[cfg(feature = "multipart")]
pub use multipart::{MultipartLimits, Part, UploadFile, UploadReader};
pub use openapi::Server;
pub use request::{ClientAddr, ProxyHeaders, Request, RequestContext};
pub use response::{
    Content, Cookie, Either, Event, File, Html, IntoResponse, Json, JsonLines, MediaType, NoContent,
    Redirect, Reply, Response, SameSite, Sse, Status,
};
pub use router::Router;
pub use schema::{Direction, SchemaOf};
pub use serve::ServeOptions;
#[cfg(feature = "templates")]
pub use templates::Templates;
pub use types::*;

pub use futures_core::Stream;
#[cfg(feature = "templates")]
pub use minijinja;
pub use {bytes, http, schemars, serde, serde_json, tokio};

/// The result of [`App::serve`], and of a `main` that calls it: any error is printed.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any error, printed as its `Display` rather than its `Debug`.
pub struct Error(BoxError);

impl<E: Into<BoxError>> From<E> for Error {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

/// What nearly every file of an application needs.
pub mod prelude {
    #[cfg(feature = "templates")]
    pub use crate::Templates;
    #[cfg(feature = "multipart")]
    pub use crate::UploadFile;
    pub use crate::types::*;
    pub use crate::{
        ApiError, App, BackgroundTasks, BaseUrl, Body, ClientAddr, Content, Cookie, Depends, Docs, Either,
        Event, File, Finish, Html, HttpError, IntoResponse, Json, JsonLines, MediaType, Next, NoContent,
        OptionExt, Outcome, Redirect, Reply, Request, Response, RootPath, Router, Sse, State, StaticFiles,
        Status, delete, dependency, get, head, middleware, model, options, patch, post, put, routes, trace,
    };
    pub use bytes::Bytes;
    pub use futures_core::Stream;
    pub use http::{HeaderMap, Method, StatusCode, Uri};
}
