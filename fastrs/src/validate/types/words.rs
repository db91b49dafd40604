//! Enums without data: one word of a few.

use serde_json::Value;

use super::named::single;
use crate::validate::{At, Issue, ValidationErrors};

/// Lists the fault of an input that shall be one of `words`.
pub fn explain_unit_enum(input: &Value, words: &[&str], at: &At<'_>, errors: &mut ValidationErrors) {
    explain_words(input, words, Issue::one_of_words, at, errors);
}

/// The same, in the words of a `Literal`.
pub fn explain_literal(input: &Value, words: &[&str], at: &At<'_>, errors: &mut ValidationErrors) {
    explain_words(input, words, Issue::literal_error, at, errors);
}

fn explain_words(
    input: &Value,
    words: &[&str],
    issue: fn(&[&str]) -> Issue,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let input = single(input, at);
    if !input.as_str().is_some_and(|word| words.contains(&word)) {
        errors.push(at, issue(words), input);
    }
}
