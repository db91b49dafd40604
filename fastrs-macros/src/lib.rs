//! The attribute macros of fastrs.
//!
//! Each macro works in stages with types between them: *syntax* (what was written) → *model* (what is meant)
//! → *check* → *expand*. Errors are gathered, so that one mistake does not hide the next, and the user's item
//! is always emitted again, so that an editor keeps working. What is expanded is thin: calls into `fastrs`,
//! spanned on the user's own tokens.

mod api_error;
mod attrs;
mod cached;
mod case;
mod constraints;
mod dependency;
mod diagnostics;
mod doc;
mod entry;
mod middleware;
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
        /// `status = 201`, `tags = ["a", Tags::B]`, `summary = "…"`, `description = "…"`, `response_description = "…"`,
        /// `operation_id = "…"`, `deprecated`, `hidden`, `public` (see `App::closed_by_default`), `external_docs("https://…", "The handbook")`,
        /// `openapi = function` (edits the operation in the document), `callbacks = [handler, …]`,
        /// `responses((404, "Not there", Body), …)`, `depends = [Type, …]`,
        /// `layers = [layer, middleware, …]` (the last one outermost), `body_limit = "50 MB"`, `timeout = "5 s"`,
        /// `on_disconnect = "cancel"` or `"finish"`,
        /// `rate_limit = "5 / 5 min"` (or several of them, or a `RateLimit`), `cache = "60 s"` or
        /// `cache("60 s", stale = "5 min", negative = "5 s", tags = ["todos:{todo_id}", "of:{principal}"])`, `blocking` (a plain `fn`, run where it may block).
        ///
        /// A function *without a body* describes a request that the app sends: a webhook under a name in place of a
        /// path, or a callback under an expression.
        ///
        /// # Arguments
        /// A name in the path is a path parameter; else an attribute decides: `#[path]`, `#[query]`, `#[header]`,
        /// `#[cookie]`, `#[form]`, `#[file]`, `#[body]`; else the type: scalars (and `Option`, `Vec` of them) come from the
        /// query, models from the JSON body, extractors from themselves. Doc comments become descriptions.
        /// Inside the attribute: `gt ge lt le multiple_of min_length max_length pattern min_items max_items
        /// unique_items max_digits decimal_places validate`, `default`, `required`,
        /// `alias title description example examples deprecated hidden`,
        /// `example("name", summary = "…", description = "…", value = …)`; for a header `convert_underscores = false`; for a body `embed` and `raw`; for a file `max_size = "10 MB"`.
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
/// - As serde's: `rename_all = "camelCase"`, `deny_unknown_fields`, `default`, `transparent`, and for enums
///   `rename_all_fields = "camelCase"`, `tag = "…"`, `content = "…"`, `untagged`.
/// - What the document says: `rename = "…"` (the name of the schema), `title = "…"`, `description = "…"` (else the doc
///   comment), `example = expression`, `examples = [one, another]`.
/// - `validate = function`: of the whole value; may stand several times.
/// - `output`: an answer only, no `Deserialize`.
/// - `exclude_none`: fields that are `None` are not written. For structs with named fields.
/// - `partial = Name`: makes a struct `Name` whose every field is a `Patch`, with `Name::apply(self, &mut Model)`.
/// - `literal`: an enum of words as Python's `Literal`, without a name of its own in the document, and with the fault
///   `literal_error`.
/// - `integer`: an enum is its discriminants, as Python's `IntEnum`.
/// - `scalar`: an untagged enum, each of whose variants is made of one text, can be a parameter.
///
/// # Keys of `#[field(…)]`
/// - `gt ge lt le multiple_of` for numbers, `max_digits decimal_places` for decimals, `min_length max_length pattern` for
///   texts, `min_items max_items unique_items` for lists.
/// - `validate = function`: may stand several times.
/// - `default` (of the type) or `default = expression`.
/// - `alias = "…"`: the name on the wire.
/// - `title = "…"`, `description = "…"` (else the doc comment), `example = expression`, `examples = [1, 2]`, `deprecated`.
/// - `opaque`: for a foreign type that serde alone validates.
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

/// Keeps what an async function gives: a second call with the same arguments does not run it.
///
/// ```text
/// #[cached(ttl = "60 s")]
/// async fn load(id: u64) -> Result<Todo, DbError> { … }
///
/// #[cached(ttl = "5 min", key = (user.id, page), tags = [format!("todos:{}", user.id)], cache = cache)]
/// async fn todos(db: &Db, user: &User, page: u32, cache: &Cache) -> Vec<Todo> { … }
/// ```
///
/// # Keys of the attribute
/// - `ttl = "60 s"`: how long a value is fresh.
/// - `key = expression`: what tells calls apart, written as JSON; unless set, all arguments.
/// - `stale = "5 min"`: how long after that it may be given while one caller makes it anew.
/// - `negative = "5 s"`: how long `None` is kept, where that is not as long as a value.
/// - `tags = ["todos", format!("todos:{id}")]`: by which it can be invalidated.
/// - `cache = expression`: the cache, often an argument; unless set, one in the memory of the process.
///
/// Of a `Result` only successes are kept. Calls with one key at once run the function once.
#[proc_macro_attribute]
pub fn cached(attr: TokenStream, item: TokenStream) -> TokenStream {
    cached::expand(attr.into(), item.into()).into()
}

/// A function around the app, a router or a route: `async fn name(request: Request, next: Next) -> Response`.
///
/// Before these two it may have the arguments of a handler, except for the body: they are taken from the request before
/// the function runs, answered as those of a handler where that fails, and stand in the document of every operation under it.
/// Around a router or a route it may take what stands in the path, by `#[path]`.
#[proc_macro_attribute]
pub fn middleware(attr: TokenStream, item: TokenStream) -> TokenStream {
    middleware::expand(attr.into(), item.into()).into()
}

/// Makes an error enum an answer: `#[status(404)]` on every variant, its text (`Display`) as the `detail`.
///
/// `#[header("www-authenticate", "Bearer")]` adds a header. A variant's doc comment describes it in the
/// document. A 5xx says only its phrase; the error goes to the log.
///
/// `#[status(transparent)]` on a variant with one field, which is an answer itself, answers as the field does.
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

#[cfg(test)]
mod tests {
    /// The words of what is written under the `nth` heading that begins so.
    fn words(heading: &str, nth: usize) -> Vec<&'static str> {
        let text = include_str!("lib.rs").split(heading).nth(nth).unwrap();
        let text = text.split(concat!("#[proc_", "macro_attribute]")).next().unwrap();
        text.split(|char: char| !char.is_alphanumeric() && char != '_').collect()
    }

    #[test]
    fn every_key_is_documented() {
        let field: Vec<&str> = [crate::constraints::KEYS.as_slice(), &["opaque"]].concat();
        let argument = [
            crate::constraints::KEYS.as_slice(),
            &["hidden", "required", "convert_underscores", "raw", "embed", "max_size"],
        ]
        .concat();
        for (heading, nth, keys) in [
            (concat!("# Keys of the ", "attribute"), 1, crate::route::KEYS.as_slice()),
            (concat!("# Argu", "ments"), 1, &argument),
            (concat!("# Keys of the ", "attribute"), 2, crate::model::KEYS.as_slice()),
            (concat!("# Keys of `#", "[field(…)]`"), 1, &field),
        ] {
            let words = words(heading, nth);
            let missing: Vec<_> = keys.iter().filter(|key| !words.contains(key)).collect();
            assert!(missing.is_empty(), "{heading} ({nth}) does not name {missing:?}");
        }
    }
}
