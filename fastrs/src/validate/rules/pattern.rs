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

    /// Whether it could be compiled.
    pub(crate) fn is_usable(&self) -> bool {
        self.compiled.get_or_init(|| compile(self.text)).is_some()
    }

    /// Whether it matches somewhere in `text`. What is no regular expression matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.get_or_init(|| compile(self.text)).as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// The macro has checked the text, but not how large a program it makes: `\w{1,500}` needs more than regex allows
/// unless told so.
fn compile(text: &str) -> Option<regex::Regex> {
    const PROGRAM_BYTES: usize = 64 * 1024 * 1024;
    regex::RegexBuilder::new(text).size_limit(PROGRAM_BYTES).build().ok()
}
