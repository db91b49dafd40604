//! What is wrong with an app's wiring.

use std::fmt;

/// One fault of the wiring: what, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong.
    pub what: String,
    /// The file and line of the handler, where there is one.
    pub place: Option<String>,
    /// How to mend it.
    pub help: String,
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>, place: Option<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), place, help: help.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.what)?;
        if let Some(place) = &self.place {
            writeln!(f, "    at {place}")?;
        }
        write!(f, "    help: {}", self.help)
    }
}

/// Everything that is wrong with an app's wiring. Such an app does not start.
#[derive(Clone, PartialEq, Eq)]
pub struct WiringFaults(pub(crate) Vec<Fault>);

impl WiringFaults {
    /// The faults, in order of routes.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
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
