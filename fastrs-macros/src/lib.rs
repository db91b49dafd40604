//! The attribute macros of fastrs.
//!
//! Each macro works in stages with types between them: *syntax* (what was written) → *model* (what is meant)
//! → *check* → *expand*. Errors are gathered, so that one mistake does not hide the next, and the user's item
//! is always emitted again, so that an editor keeps working. What is expanded is thin: calls into `fastrs`,
//! spanned on the user's own tokens.

mod api_error;
mod attrs;
mod case;
mod constraints;
mod dependency;
mod diagnostics;
mod doc;
mod entry;
mod model;
mod paths;
mod route;
mod serde_attrs;
mod units;

use proc_macro::TokenStream;

macro_rules! methods {
    ($($name:ident $method:literal)*) => {$(
        #[doc = concat!("A handler of ", $method, " requests: `#[", stringify!($name), "(\"/path/{id}\", key = value, …)]` on an `async fn`.")]
        ///
        /// The function stays as it is. Beside it comes a *type* of the same name, for `routes![…]`,
        /// `handler::url(…)` and `handler::request(…)`.
        ///
        /// # Keys of the attribute
        /// `status = 201`, `tags = ["a"]`, `summary = "…"`, `description = "…"`, `operation_id = "…"`, `deprecated`,
        /// `hidden`, `responses((404, "Not there", Body), …)`, `depends = [Type, …]`, `body_limit = "50 MB"`,
        /// `timeout = "5 s"`, `rate_limit = "5 / 5 min"`, `cache = "60 s"`, `blocking` (a plain `fn`, run where
        /// it may block).
        ///
        /// # Arguments
        /// A name in the path is a path parameter; else an attribute decides: `#[path]`, `#[query]`, `#[header]`,
        /// `#[cookie]`, `#[form]`, `#[file]`, `#[body]`; else the type: scalars (and `Option`, `Vec` of them) come from the
        /// query, models from the JSON body, extractors from themselves. Doc comments become descriptions.
        /// Inside the attribute: `gt ge lt le multiple_of min_length max_length pattern min_items max_items
        /// unique_items validate`, `default`, `required`, `alias title description example deprecated hidden`; for a
        /// header `convert_underscores = false`; for a body `embed` and `raw`; for a file `max_size = "10 MB"`.
        #[proc_macro_attribute]
        pub fn $name(attr: TokenStream, item: TokenStream) -> TokenStream {
            route::expand($method, attr.into(), item.into()).into()
        }
    )*};
}

methods! {
    get "GET"
    post "POST"
    put "PUT"
    patch "PATCH"
    delete "DELETE"
    head "HEAD"
    options "OPTIONS"
    trace "TRACE"
}

/// Lists handlers for `App::routes` and `Router::routes`: `routes![read_item, items::update_item]`.
#[proc_macro]
pub fn routes(input: TokenStream) -> TokenStream {
    route::routes(input.into()).into()
}

/// A model: `Serialize`, `Deserialize`, `JsonSchema`, validation, JSON body and answer, all from one struct or
/// enum.
///
/// # Keys of the attribute
/// `rename_all = "camelCase"`, `deny_unknown_fields`, `tag = "…"`, `content = "…"`, `untagged`, `default` as
/// serde's; `literal` (an enum of words as Python's `Literal`: no name of its own in the document, and the fault
/// `literal_error`); `validate = function` (of the whole value; may stand several times); `output` (an answer only, no
/// `Deserialize`); `partial = Name` (makes a struct `Name` whose every field is a `Patch`, with
/// `Name::apply(self, &mut Model)`).
///
/// # Keys of `#[field(…)]`
/// `gt ge lt le multiple_of min_length max_length pattern min_items max_items unique_items validate`, `default`
/// or `default = expression`, `alias title description example deprecated`, `opaque` (for a foreign type that
/// serde alone validates).
#[proc_macro_attribute]
pub fn model(attr: TokenStream, item: TokenStream) -> TokenStream {
    model::expand(attr.into(), item.into()).into()
}

/// A dependency: an `async fn` with the arguments of a handler, whose result type is what
/// `Depends<…>` asks for.
///
/// The function may be generic, and may return `Result<T, E>` with an `E` that is an answer. With
/// `#[dependency(finish)]` the type implements `Finish`, which runs when the handler has answered.
#[proc_macro_attribute]
pub fn dependency(attr: TokenStream, item: TokenStream) -> TokenStream {
    dependency::expand(attr.into(), item.into()).into()
}

/// A function around the whole app: `async fn name(request: Request, next: Next) -> Response`.
#[proc_macro_attribute]
pub fn middleware(attr: TokenStream, item: TokenStream) -> TokenStream {
    entry::middleware(attr.into(), item.into()).into()
}

/// Makes an error enum an answer: `#[status(404)]` on every variant, its text (`Display`) as the `detail`.
///
/// `#[header("www-authenticate", "Bearer")]` adds a header. A variant's doc comment describes it in the
/// document. A 5xx says only its phrase; the error goes to the log.
#[proc_macro_derive(ApiError, attributes(status, header))]
pub fn api_error(item: TokenStream) -> TokenStream {
    api_error::expand(item.into()).into()
}

/// Runs an `async fn main` on tokio's multi-threaded runtime.
#[proc_macro_attribute]
pub fn main(attr: TokenStream, item: TokenStream) -> TokenStream {
    entry::main(attr.into(), item.into()).into()
}

/// Runs an `async fn` as a test, on tokio's multi-threaded runtime.
#[proc_macro_attribute]
pub fn test(attr: TokenStream, item: TokenStream) -> TokenStream {
    entry::test(attr.into(), item.into()).into()
}
