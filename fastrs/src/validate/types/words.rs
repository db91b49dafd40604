//! Enums without data: one word of a few.

use serde_json::Value;

use super::named::single;
use crate::validate::{At, Issue, ValidationErrors};

/// Lists the fault of an input that shall be one of `words`.
pub fn explain_unit_enum(input: &Value, words: &[&str], at: &At<'_>, errors: &mut ValidationErrors) {
    let input = single(input, at);
    if !input.as_str().is_some_and(|word| words.contains(&word)) {
        errors.push(at, Issue::one_of_words(words), input);
    }
}
