//! The tree that finds what serves a path; matchit stands behind it and is seen nowhere else.

use http::Method;
use http::header::HeaderValue;

use crate::path::{Captures, Template};

/// What serves a path: a table of methods, or one value for all of them.
#[derive(Debug)]
enum Entry<T> {
    Methods { table: Vec<(Method, T)>, allow: HeaderValue },
    Any(T),
}

/// Finds the value for a method and a path.
#[derive(Debug)]
pub(crate) struct Tree<T> {
    entries: Vec<Entry<T>>,
    paths: Vec<String>,
    matcher: matchit::Router<usize>,
}

/// What was found.
pub(crate) enum Found<'t, T> {
    /// The value for this method and path.
    Value(&'t T, Captures),
    /// The path is served, but not by this method; the header lists those that do.
    OtherMethods(&'t HeaderValue),
    /// The path is not served.
    Nothing,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), paths: Vec::new(), matcher: matchit::Router::new() }
    }
}

impl<T> Tree<T> {
    /// Adds a value for a method.
    ///
    /// # Errors
    /// If the method is taken there (with the value that took it), or the path cannot stand beside another.
    pub(crate) fn add(
        &mut self,
        method: Method,
        template: &Template,
        value: T,
    ) -> Result<(), Conflict<'_, T>> {
        let path = template.as_str();
        if let Some(index) = self.paths.iter().position(|known| known == path) {
            let Entry::Methods { table, allow } = &mut self.entries[index] else {
                return Err(Conflict::Path(path.to_owned()));
            };
            if let Some(taken) = table.iter().position(|(known, _)| *known == method) {
                return Err(Conflict::Method(&table[taken].1));
            }
            table.push((method, value));
            *allow = allow_header(table.iter().map(|(method, _)| method));
            return Ok(());
        }
        let allow = allow_header([&method]);
        self.insert(path, Entry::Methods { table: vec![(method, value)], allow })
    }

    /// Adds a value for every method.
    ///
    /// # Errors
    /// If the path cannot stand beside another.
    pub(crate) fn add_any(&mut self, template: &Template, value: T) -> Result<(), Conflict<'_, T>> {
        self.insert(template.as_str(), Entry::Any(value))
    }

    fn insert(&mut self, path: &str, entry: Entry<T>) -> Result<(), Conflict<'_, T>> {
        match self.matcher.insert(path, self.entries.len()) {
            Ok(()) => {
                self.entries.push(entry);
                self.paths.push(path.to_owned());
                Ok(())
            }
            Err(matchit::InsertError::Conflict { with }) => Err(Conflict::Path(with)),
            Err(error) => Err(Conflict::Path(error.to_string())),
        }
    }

    /// Finds the value for a request. GET also serves HEAD.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Found<'_, T> {
        let Ok(found) = self.matcher.at(path) else { return Found::Nothing };
        let value = match &self.entries[*found.value] {
            Entry::Any(value) => value,
            Entry::Methods { table, allow } => {
                let of = |wanted: &Method| table.iter().find(|(known, _)| known == wanted);
                let value =
                    of(method).or_else(|| if method == Method::HEAD { of(&Method::GET) } else { None });
                match value {
                    Some((_, value)) => value,
                    None => return Found::OtherMethods(allow),
                }
            }
        };
        let mut captures = Captures::default();
        found.params.iter().for_each(|(_, value)| captures.push(path, value));
        Found::Value(value, captures)
    }

    /// Whether the path is served by any method.
    pub(crate) fn serves(&self, path: &str) -> bool {
        self.matcher.at(path).is_ok()
    }
}

/// Why a value could not be added.
pub(crate) enum Conflict<'t, T> {
    /// The method is taken by this value.
    Method(&'t T),
    /// The path cannot stand beside this one.
    Path(String),
}

/// The `Allow` header of methods: GET brings HEAD, and OPTIONS is answered for every path.
pub(crate) fn allow_header<'m>(methods: impl IntoIterator<Item = &'m Method>) -> HeaderValue {
    let mut names: Vec<&str> = Vec::new();
    for method in methods {
        names.push(method.as_str());
        if method == Method::GET {
            names.push("HEAD");
        }
    }
    names.push("OPTIONS");
    names.sort_unstable();
    names.dedup();
    HeaderValue::try_from(names.join(", ")).expect("methods are tokens")
}
