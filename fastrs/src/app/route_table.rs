//! The table of an app's routes.

use std::fmt;

use serde::Serialize;

use super::checks::{Checked, is_hidden};
use crate::describe::HandlerLocation;

/// Every route of an app, in order of registration, those of mounted apps last.
///
/// As text it is an aligned table; serialized, a list of objects.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/items/{item_id}")]
/// async fn read_item(item_id: u64) -> String { item_id.to_string() }
///
/// let app = App::new("Shop", "1.0.0").routes(routes![read_item]);
/// let table = app.route_table();
/// let route = table.iter().next().unwrap();
/// assert_eq!((route.method, route.path.as_str()), ("GET", "/items/{item_id}"));
/// assert_eq!(route.operation_id.as_deref(), Some("read_item_items__item_id__get"));
/// println!("{table}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RouteTable(Vec<RouteEntry>);

/// One route of a [`RouteTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RouteEntry {
    /// The HTTP method.
    pub method: &'static str,
    /// The whole path, with the prefixes of its routers and mounts.
    pub path: String,
    /// The operation's id; `None` where the document does not show the route.
    pub operation_id: Option<String>,
    /// The handler's path in the program: `shop::items::read_item`.
    pub handler: String,
    /// Where the handler stands.
    pub location: HandlerLocation,
}

impl RouteTable {
    /// The routes.
    pub fn iter(&self) -> std::slice::Iter<'_, RouteEntry> {
        self.0.iter()
    }

    pub(super) fn of(checked: &[Checked]) -> Self {
        Self(checked.iter().map(RouteEntry::of).collect())
    }

    /// The routes as they are found when the app is mounted under `prefix`.
    pub(super) fn under(mut self, prefix: &str) -> Self {
        let prefix = prefix.trim_end_matches('/');
        self.0.iter_mut().for_each(|route| route.path.insert_str(0, prefix));
        self
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }
}

impl RouteEntry {
    fn of(route: &Checked) -> Self {
        let location = route.place();
        Self {
            method: location.method,
            path: route.template.as_str().to_owned(),
            operation_id: (!is_hidden(route)).then(|| route.operation_id.clone()),
            handler: route.handler(),
            location,
        }
    }

    /// Whether both are found by the same requests: the names of placeholders do not count.
    pub(super) fn answers_like(&self, other: &Self) -> bool {
        let literal = |segment: &str| !segment.starts_with('{');
        let same = |(one, two): (&str, &str)| one == two || !literal(one) && !literal(two);
        let (one, two) = (self.path.split('/'), other.path.split('/'));
        self.method == other.method && one.clone().count() == two.clone().count() && one.zip(two).all(same)
    }
}

impl<'t> IntoIterator for &'t RouteTable {
    type Item = &'t RouteEntry;
    type IntoIter = std::slice::Iter<'t, RouteEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for RouteTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = "(hidden)";
        let id = |route: &'_ RouteEntry| route.operation_id.clone().unwrap_or_else(|| hidden.to_owned());
        let width = |of: &dyn Fn(&RouteEntry) -> usize| self.iter().map(of).max().unwrap_or(0);
        let method = width(&|route| route.method.len());
        let path = width(&|route| route.path.chars().count());
        let ids = width(&|route| id(route).chars().count());
        for route in self {
            let RouteEntry { method: name, path: place, location, .. } = route;
            let HandlerLocation { file, line, .. } = location;
            writeln!(f, "{name:method$}  {place:path$}  {:ids$}  {file}:{line}", id(route))?;
        }
        Ok(())
    }
}
