//! Who may call what, read off the document.

use std::collections::BTreeSet;
use std::fmt;

use fastrs::serde_json::Value;

/// Every operation of an app with what it asks of its callers: routes × roles and scopes, to be printed and looked at.
///
/// It is read off the document, which is made of the same types that enforce it.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBearer;
/// use fastrs_auth::{AccessMatrix, Policy, Require};
///
/// struct User;
///
/// #[dependency]
/// async fn user(token: HttpBearer) -> User { User }
///
/// enum Admin {}
/// impl Policy for Admin {
///     type Subject = User;
///     fn names() -> Vec<&'static str> { vec!["admin"] }
///     fn allows(_: &User) -> bool { false }
/// }
///
/// #[get("/")]
/// async fn home() -> &'static str { "welcome" }
///
/// #[get("/me")]
/// async fn me(user: Depends<User>) -> &'static str { "you" }
///
/// #[get("/admin")]
/// async fn admin(user: Require<Admin>) -> &'static str { "you again" }
///
/// # fn main() -> fastrs::Result<()> {
/// let app = App::new("Shop", "1.0.0").routes(routes![home, me, admin]).build()?;
/// let matrix = AccessMatrix::of(app.openapi());
/// assert_eq!(matrix.to_string(), "\
/// operation   credentials  admin
/// GET /       nobody's
/// GET /admin  HTTPBearer   needed
/// GET /me     HTTPBearer
/// ");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessMatrix {
    rows: Vec<AccessRow>,
}

/// One operation and what it asks of its callers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessRow {
    /// Method and path template, as in `GET /items/{item_id}`.
    pub operation: String,
    /// Alternatives: each a set of schemes that go together, with the roles or scopes that are asked for.
    pub alternatives: Vec<Vec<(String, Vec<String>)>>,
}

impl AccessRow {
    /// Whether a caller without any credentials gets in.
    pub fn is_open(&self) -> bool {
        self.alternatives.is_empty() || self.alternatives.iter().any(Vec::is_empty)
    }

    /// The roles and scopes that every way in asks for.
    pub fn needed(&self) -> BTreeSet<&str> {
        let sets = self.alternatives.iter().map(|schemes| -> BTreeSet<&str> {
            schemes.iter().flat_map(|(_, names)| names).map(String::as_str).collect()
        });
        sets.reduce(|all, one| &all & &one).unwrap_or_default()
    }

    fn credentials(&self) -> String {
        let mut ways: Vec<String> = Vec::new();
        for schemes in self.alternatives.iter().filter(|schemes| !schemes.is_empty()) {
            let names: Vec<&str> = schemes.iter().map(|(scheme, _)| scheme.as_str()).collect();
            ways.push(names.join(" + "));
        }
        if ways.is_empty() {
            return "nobody's".to_owned();
        }
        if self.is_open() {
            ways.push("nobody's".to_owned());
        }
        ways.join(" or ")
    }
}

impl AccessMatrix {
    /// Reads an OpenAPI document, in the order of path and method.
    pub fn of(document: &Value) -> Self {
        let mut rows: Vec<AccessRow> = operations(document)
            .map(|(operation, value)| AccessRow { operation, alternatives: alternatives(&value["security"]) })
            .collect();
        rows.sort_by(|a, b| path_first(&a.operation).cmp(&path_first(&b.operation)));
        Self { rows }
    }

    /// The operations.
    pub fn rows(&self) -> &[AccessRow] {
        &self.rows
    }
}

fn path_first(operation: &str) -> (&str, &str) {
    let (method, path) = operation.split_once(' ').unwrap_or_default();
    (path, method)
}

/// Every operation of the document, as `GET /path`.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        operations
            .filter(|(method, _)| METHODS.contains(&method.as_str()))
            .map(move |(method, operation)| (format!("{} {path}", method.to_uppercase()), operation))
    })
}

fn alternatives(security: &Value) -> Vec<Vec<(String, Vec<String>)>> {
    let texts = |names: &Value| -> Vec<String> {
        names.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let schemes = |way: &Value| {
        way.as_object().into_iter().flatten().map(|(scheme, names)| (scheme.clone(), texts(names))).collect()
    };
    security.as_array().into_iter().flatten().map(schemes).collect()
}

/// A table: a column for each role or scope.
impl fmt::Display for AccessMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: BTreeSet<&str> = self.rows.iter().flat_map(AccessRow::needed).collect();
        let mut lines = vec![vec!["operation".to_owned(), "credentials".to_owned()]];
        lines[0].extend(names.iter().map(|name| (*name).to_owned()));
        for row in &self.rows {
            let needed = row.needed();
            let mark = |name: &&str| if needed.contains(name) { "needed".to_owned() } else { String::new() };
            let mut line = vec![row.operation.clone(), row.credentials()];
            line.extend(names.iter().map(mark));
            lines.push(line);
        }
        write_columns(f, &lines)
    }
}

/// Cells below each other, two spaces between.
pub(super) fn write_columns(f: &mut fmt::Formatter<'_>, lines: &[Vec<String>]) -> fmt::Result {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(String::len).max();
    let widths: Vec<usize> = (0..columns).filter_map(width).collect();
    for line in lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(f, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
