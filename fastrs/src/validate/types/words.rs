//! Enums without data: one word of a few, or one integer of a few.

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

/// The integer that a value of an enum of integers is.
pub fn integer_of(input: &Value, is_text: bool) -> Option<i64> {
    match input {
        Value::String(text) if is_text => super::integer::parse(text),
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().filter(|float| float.fract() == 0.0).map(|float| float as i64)),
        _ => None,
    }
}

/// Lists the fault of an input that shall be one of `integers`; `literal` says in whose words.
pub fn explain_integer_enum(
    input: &Value,
    (integers, literal): (&[i64], bool),
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let input = single(input, at);
    if !integer_of(input, at.reads_texts()).is_some_and(|number| integers.contains(&number)) {
        let kind = if literal { "literal_error" } else { "enum" };
        errors.push(at, Issue::one_of_integers(kind, integers), input);
    }
}
