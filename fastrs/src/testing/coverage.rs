//! Which documented answers tests have seen.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::app::AppService;

/// An answer of an operation: method and path as the document writes them, and the documented status.
pub(super) type Seen = BTreeSet<(String, String, String)>;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Every documented answer of an app, and whether a [`TestClient`](super::TestClient) has seen it.
///
/// As text it says how many have been seen, and lists the others:
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/items/{item_id}")]
/// async fn read_item(item_id: u64) -> Option<String> { (item_id == 7).then(|| "lamp".into()) }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").routes(routes![read_item]));
/// client.get("/items/7").await.assert_status(200);
/// client.get("/items/x").await.assert_status(422);
/// let coverage = client.coverage();
/// assert!(!coverage.is_complete());
/// assert_eq!(
///     coverage.to_string(),
///     "2 of 3 documented answers have been seen, not these:\nGET  /items/{item_id}  404\n"
/// );
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Coverage(Vec<DocumentedAnswer>);

/// A documented answer of a [`Coverage`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DocumentedAnswer {
    /// The HTTP method.
    pub method: String,
    /// The path, as the document writes it.
    pub path: String,
    /// The status, as the document writes it: `200`, `default`.
    pub status: String,
    /// Whether a test has seen it.
    pub seen: bool,
}

impl Coverage {
    pub(super) fn of(app: &AppService, seen: &Seen) -> Self {
        let mut all = Vec::new();
        for (prefix, document) in app.documents() {
            add_document(&prefix, document, seen, &mut all);
        }
        Self(all)
    }

    /// Every documented answer, in order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, DocumentedAnswer> {
        self.0.iter()
    }

    /// The answers that have not been seen.
    pub fn missing(&self) -> impl Iterator<Item = &DocumentedAnswer> {
        self.iter().filter(|answer| !answer.seen)
    }

    /// Whether all of them have been seen.
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }

    /// Adds what another client of the same app has seen.
    pub fn merge(&mut self, other: &Self) {
        for answer in &mut self.0 {
            let is_same = |known: &DocumentedAnswer| {
                (&known.method, &known.path, &known.status) == (&answer.method, &answer.path, &answer.status)
            };
            answer.seen |= other.iter().any(|known| known.seen && is_same(known));
        }
    }
}

fn add_document(prefix: &str, document: &Value, seen: &Seen, all: &mut Vec<DocumentedAnswer>) {
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let operations = item.as_object().into_iter().flatten();
        for (method, operation) in operations.filter(|(key, _)| METHODS.contains(&key.as_str())) {
            for (status, _) in operation["responses"].as_object().into_iter().flatten() {
                let key = (method.to_ascii_uppercase(), format!("{prefix}{path}"), status.clone());
                let seen = seen.contains(&key);
                let (method, path, status) = key;
                all.push(DocumentedAnswer { method, path, status, seen });
            }
        }
    }
}

impl<'c> IntoIterator for &'c Coverage {
    type Item = &'c DocumentedAnswer;
    type IntoIter = std::slice::Iter<'c, DocumentedAnswer>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for DocumentedAnswer { method, path, status, .. } in self.missing() {
            match rows.last_mut() {
                Some((known, place, statuses)) if known == method && place == path => statuses.push(status),
                _ => rows.push((method, path, vec![status])),
            }
        }
        let all = self.0.len();
        let seen = all - self.missing().count();
        let rest = if rows.is_empty() { "" } else { ", not these:" };
        writeln!(f, "{seen} of {all} documented answers have been seen{rest}")?;
        let width = |of: fn(&(&str, &str, Vec<&str>)) -> usize| rows.iter().map(of).max().unwrap_or(0);
        let (methods, paths) = (width(|row| row.0.len()), width(|row| row.1.chars().count()));
        for (method, path, statuses) in &rows {
            writeln!(f, "{method:methods$}  {path:paths$}  {}", statuses.join(", "))?;
        }
        Ok(())
    }
}
