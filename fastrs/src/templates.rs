//! Pages made from templates, in Jinja's language.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Output, State, Value};
use serde::Serialize;

use crate::body::BoxError;
use crate::response::Html;

/// The templates of a folder, given to handlers as `State<Templates>`; see [`App::templates`](crate::App::templates).
///
/// All are read and compiled at the start. Whatever a template prints is escaped for HTML, unless it says `|safe`.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::{Templates, minijinja};
///
/// let mut environment = minijinja::Environment::new();
/// environment.add_template("hello.html", "<p>Hello, {{ name }}!</p>").unwrap();
/// let templates = Templates::from(environment);
///
/// let Html(page) = templates.render("hello.html", minijinja::context! { name => "<Rick>" }).unwrap();
/// assert_eq!(page, "<p>Hello, &lt;Rick&gt;!</p>");
/// ```
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Arc<Environment<'static>>,
}

impl Templates {
    /// Reads every file of `folder`, and of the folders in it. A template is called by its path in there, as in
    /// `mail/welcome.html`.
    ///
    /// # Errors
    /// If a file cannot be read as text, or a template has a mistake in it.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, BoxError> {
        let mut environment = Environment::new();
        escape_all(&mut environment);
        add_folder(folder.as_ref(), "", &mut environment)?;
        Ok(environment.into())
    }

    /// Renders a template.
    ///
    /// # Errors
    /// If there is no such template, or its rendering fails. Through `?` in a handler that is a 500.
    pub fn render(&self, name: &str, context: impl Serialize) -> Result<Html<String>, minijinja::Error> {
        self.environment.get_template(name)?.render(context).map(Html)
    }
}

impl From<Environment<'static>> for Templates {
    /// With filters, functions and values of your own.
    fn from(mut environment: Environment<'static>) -> Self {
        escape_all(&mut environment);
        Self { environment: Arc::new(environment) }
    }
}

/// Makes everything that a template prints safe to stand in a page, whatever the template is called.
///
/// Before a template is added: how it escapes is settled when it is compiled.
fn escape_all(environment: &mut Environment<'static>) {
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write);
}

/// Prints a value as Jinja does: it is escaped unless it is marked as safe.
fn write(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    use ValueKind::{Bool, None, Number, Undefined};
    if value.is_safe() || matches!(value.kind(), Bool | None | Number | Undefined) {
        return minijinja::escape_formatter(out, state, value);
    }
    out.write_str(&escaped(&value.to_string())).map_err(minijinja::Error::from)
}

/// The five characters that mean something in HTML. (minijinja escapes `/` too, which makes links unreadable.)
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn add_folder(folder: &Path, prefix: &str, environment: &mut Environment<'static>) -> Result<(), BoxError> {
    let within = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    for entry in fs::read_dir(folder).map_err(|error| within(folder, error))? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = format!("{prefix}{}", name.to_string_lossy());
        if path.is_dir() {
            add_folder(&path, &format!("{name}/"), environment)?;
        } else {
            let source = fs::read_to_string(&path).map_err(|error| within(&path, error))?;
            environment.add_template_owned(name, source)?;
        }
    }
    Ok(())
}
