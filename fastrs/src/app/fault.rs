//! What is wrong with an app's wiring.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::describe::HandlerLocation;

/// One fault of the wiring: what, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong.
    pub what: String,
    /// The handlers it is about, or the line that puts the app together; none where neither is known.
    #[serde(rename = "where")]
    pub places: Vec<HandlerLocation>,
    /// How to mend it.
    pub help: String,
}

impl Fault {
    pub(crate) fn new(
        what: impl Into<String>,
        places: impl IntoIterator<Item = HandlerLocation>,
        help: impl Into<String>,
    ) -> Self {
        Self { what: what.into(), places: places.into_iter().collect(), help: help.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.what)?;
        for place in &self.places {
            writeln!(f, "    at {place}")?;
        }
        write!(f, "    help: {}", self.help)
    }
}

/// Everything that is wrong with an app's wiring. Such an app does not start.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WiringFaults(pub(crate) Vec<Fault>);

impl WiringFaults {
    /// The faults, in order of routes.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// The faults for tools: a list of objects with `what`, `where` (a list of `file` and `line`, and of handlers also
    /// `method` and `handler`) and `help`.
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// #[get("/parts")]
    /// async fn parts(#[path] shop_id: u64) -> String { shop_id.to_string() }
    ///
    /// let faults = App::new("Shop", "1.0.0").routes(routes![parts]).build().unwrap_err().to_json();
    /// assert_eq!(faults[0]["what"], "the path `/parts` has no `{shop_id}` for the path argument of that name");
    /// assert_eq!(faults[0]["where"][0]["handler"], "parts");
    /// assert!(faults[0]["help"].as_str().unwrap().starts_with("write `{shop_id}`"));
    /// ```
    pub fn to_json(&self) -> Value {
        serde_json::json!(self)
    }
}

impl fmt::Display for WiringFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        writeln!(f, "the app cannot start: {count} fault{}", if count == 1 { "" } else { "s" })?;
        for (index, fault) in self.0.iter().enumerate() {
            write!(f, "\n{}. {fault}\n", index + 1)?;
        }
        Ok(())
    }
}

/// As `Display`, so that `fn main() -> Result<…>` and `unwrap` print it readably.
impl fmt::Debug for WiringFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for WiringFaults {}
