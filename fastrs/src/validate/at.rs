//! Where a value stands in the request.

use serde::Serialize;

/// One step of an error's `loc`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum LocItem {
    /// A place, a field or a key.
    Name(String),
    /// An index of a list.
    Index(usize),
}

impl std::fmt::Display for LocItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

impl From<&str> for LocItem {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<usize> for LocItem {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The place of a value, as a chain on the stack: walking down a body allocates nothing.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
    spelling: Spelling,
}

/// How values are spelled where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// JSON: a number is a number.
    Json,
    /// JSON whose texts may spell numbers and booleans, and whose booleans and numbers may stand for each other.
    Lax,
    /// Text, which spells whatever it shall be.
    Text,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The place `source` (`body`, …) of a request, where values are JSON.
    pub fn json(source: &'a str) -> Self {
        Self::spelled(source, Spelling::Json)
    }

    /// The place `source` (`path`, `query`, …) of a request, where values are text to be parsed.
    pub fn text(source: &'a str) -> Self {
        Self::spelled(source, Spelling::Text)
    }

    /// The place `source` of a request, where values are spelled so.
    pub fn spelled(source: &'a str, spelling: Spelling) -> Self {
        Self { parent: None, step: Step::Name(source), spelling }
    }

    /// The place `name` inside this one.
    pub fn name(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Name(name), spelling: self.spelling }
    }

    /// The place `index` inside this one.
    pub fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index), spelling: self.spelling }
    }

    /// The same place, where the text that stood there has been read as JSON.
    #[must_use]
    pub fn as_json(self) -> Self {
        Self { spelling: Spelling::Json, ..self }
    }

    /// Whether values here are text, to be parsed, rather than JSON.
    pub fn is_text(&self) -> bool {
        self.spelling == Spelling::Text
    }

    /// Whether a text here may spell a number or a boolean.
    pub fn reads_texts(&self) -> bool {
        self.spelling != Spelling::Json
    }

    /// How values are spelled here.
    pub fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// The whole place, outermost step first.
    pub fn to_loc(self) -> Vec<LocItem> {
        let mut loc = self.parent.map(|parent| parent.to_loc()).unwrap_or_default();
        loc.push(match self.step {
            Step::Name(name) => name.into(),
            Step::Index(index) => index.into(),
        });
        loc
    }
}
