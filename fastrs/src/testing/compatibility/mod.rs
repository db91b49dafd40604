//! The compatibility gate: what clients rely on stays.

mod operations;
mod schemas;

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use super::check;
use crate::app::App;

/// What clients of the `old` document cannot rely on in the `new` one, each change in a sentence.
///
/// A client sends what the old document takes, and reads what it promises. So of what is sent nothing may become
/// narrower (a new required parameter or field, a smaller range, fewer words), and of what is answered nothing wider (a
/// field or a status that is gone, another type, `null`). Everything else may change: new operations, optional
/// parameters, further fields in answers. Of webhooks and callbacks it is the reverse: there the app sends, and its users
/// read. An operation's id must stay, because generated clients call their functions by it.
///
/// ```
/// use fastrs::testing::breaking_changes;
/// use serde_json::json;
///
/// let with = |required: bool| json!({ "paths": { "/items": { "get": {
///     "parameters": [{ "name": "page", "in": "query", "required": required, "schema": { "type": "integer" } }],
///     "responses": {},
/// } } } });
/// let changes = breaking_changes(&with(false), &with(true));
/// assert_eq!(changes, ["`GET /items`: the query parameter `page` is required now"]);
/// assert!(breaking_changes(&with(true), &with(false)).is_empty());
/// ```
pub fn breaking_changes(old: &Value, new: &Value) -> Vec<String> {
    operations::compare(old, new)
}

/// Fails a test when the document breaks with the one that a file keeps: `assert_compatible!(app(), "openapi/v1.json")`.
///
/// The path is meant from the folder of the package. `FASTRS_UPDATE=1 cargo test` writes the file: the first time, and
/// whenever its promise is to become larger, or to be broken on purpose. Without that nothing is ever written, and a file
/// that is not there fails the test.
///
/// ```no_run
/// use fastrs::assert_compatible;
/// use fastrs::prelude::*;
///
/// #[get("/")]
/// async fn root() -> &'static str { "Hello, World!" }
///
/// fn app() -> App { App::new("Hello", "1.0.0").routes(routes![root]) }
///
/// // under `#[test]`
/// assert_compatible!(app(), "openapi/v1.json");
/// ```
///
/// # Panics
/// If there are [breaking changes](crate::testing::breaking_changes), if the file cannot be read or written, or if the
/// app's wiring has faults.
#[macro_export]
macro_rules! assert_compatible {
    ($app:expr, $file:literal $(,)?) => {
        $crate::testing::compatible($app, ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", $file))
    };
}

/// What [`assert_compatible!`](crate::assert_compatible) does.
#[track_caller]
pub fn compatible(app: App, file: &str) {
    let service = check(app);
    let wanted = env::var("FASTRS_UPDATE").is_ok_and(|value| !matches!(value.as_str(), "" | "0"));
    let outcome = if wanted { write(service.openapi(), file) } else { compare(service.openapi(), file) };
    if let Err(text) = outcome {
        panic!("{text}");
    }
}

fn write(document: &Value, file: &str) -> Result<(), String> {
    let folder = Path::new(file).parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(file, format!("{document:#}\n")))
        .map_err(|error| format!("`{file}` cannot be written: {error}"))
}

fn compare(document: &Value, file: &str) -> Result<(), String> {
    let help = "`FASTRS_UPDATE=1 cargo test` writes it";
    let text = fs::read_to_string(file).map_err(|error| format!("`{file}`: {error}\n    help: {help}"))?;
    let kept =
        serde_json::from_str(&text).map_err(|error| format!("`{file}`: {error}\n    help: {help} anew"))?;
    let changes = breaking_changes(&kept, document);
    if changes.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the document breaks with `{file}`:\n- {}\n    help: take the change back, or serve it under another path; if it is \
         meant, {help} anew",
        changes.join("\n- ")
    ))
}
