//! A regular expression, compiled at its first use.

use std::sync::OnceLock;

/// A regular expression that a text must match somewhere (anchor it with `^` and `$` for the whole text).
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// A pattern of `text`, which the macro has checked.
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Whether it matches somewhere in `text`. What is no regular expression matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled
            .get_or_init(|| regex::Regex::new(self.text).ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(text))
    }
}
