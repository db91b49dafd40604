//! What can be wrong with a value: the types, messages and contexts of pydantic's errors.
//!
//! One flat table, so that the words stand in one place.

use std::borrow::Cow;
use std::fmt::Display;

use serde_json::{Value, json};

/// A fault without its place and input.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// The kind of fault.
    pub kind: Cow<'static, str>,
    /// A sentence for people.
    pub msg: Cow<'static, str>,
    /// The numbers and words of the message.
    pub ctx: Vec<(&'static str, Value)>,
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `'a', 'b' or 'c'`: how pydantic lists what it expected.
fn one_of(words: &[&str]) -> String {
    listed(words.iter().map(|word| format!("'{word}'")).collect())
}

fn listed(values: Vec<String>) -> String {
    match values.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => values.concat(),
    }
}

impl Issue {
    /// A fault of a kind of your own.
    pub fn new(kind: impl Into<Cow<'static, str>>, msg: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: kind.into(), msg: msg.into(), ctx: Vec::new() }
    }

    /// Adds a number or word of the message, for programs.
    #[must_use]
    pub fn with_ctx(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.ctx.push((key, value.into()));
        self
    }

    /// A validator's refusal.
    pub fn value_error(reason: impl Display) -> Self {
        Self::new("value_error", format!("Value error, {reason}")).with_ctx("error", json!({}))
    }

    /// A check that failed, as FastAPI tells it of Python's `assert`.
    pub fn assertion_error(reason: impl Display) -> Self {
        Self::new("assertion_error", format!("Assertion failed, {reason}")).with_ctx("error", json!({}))
    }

    pub(crate) fn missing() -> Self {
        Self::new("missing", "Field required")
    }

    pub(crate) fn extra_forbidden() -> Self {
        Self::new("extra_forbidden", "Extra inputs are not permitted")
    }

    pub(crate) fn json_invalid(reason: impl Into<String>) -> Self {
        Self::new("json_invalid", "JSON decode error").with_ctx("error", reason.into())
    }

    pub(crate) fn model_type() -> Self {
        Self::new(
            "model_attributes_type",
            "Input should be a valid dictionary or object to extract fields from",
        )
    }

    /// The input is not even of the right JSON type; `noun` is how the message names the right one.
    pub(crate) fn wrong_type(kind: &'static str, noun: &str) -> Self {
        Self::new(kind, format!("Input should be a valid {noun}"))
    }

    pub(crate) fn string_type() -> Self {
        Self::wrong_type("string_type", "string")
    }

    pub(crate) fn string_unicode() -> Self {
        Self::new(
            "string_unicode",
            "Input should be a valid string, unable to parse raw data as a unicode string",
        )
    }

    pub(crate) fn string_too_short(min: usize) -> Self {
        let msg = format!("String should have at least {min} character{}", plural(min));
        Self::new("string_too_short", msg).with_ctx("min_length", min)
    }

    pub(crate) fn string_too_long(max: usize) -> Self {
        let msg = format!("String should have at most {max} character{}", plural(max));
        Self::new("string_too_long", msg).with_ctx("max_length", max)
    }

    pub(crate) fn string_pattern_mismatch(pattern: &str) -> Self {
        Self::new("string_pattern_mismatch", format!("String should match pattern '{pattern}'"))
            .with_ctx("pattern", pattern)
    }

    pub(crate) fn too_short(what: &str, min: usize, actual: usize) -> Self {
        let msg =
            format!("{what} should have at least {min} item{} after validation, not {actual}", plural(min));
        Self::new("too_short", msg)
            .with_ctx("field_type", what)
            .with_ctx("min_length", min)
            .with_ctx("actual_length", actual)
    }

    pub(crate) fn too_long(what: &str, max: usize, actual: usize) -> Self {
        let msg =
            format!("{what} should have at most {max} item{} after validation, not {actual}", plural(max));
        Self::new("too_long", msg)
            .with_ctx("field_type", what)
            .with_ctx("max_length", max)
            .with_ctx("actual_length", actual)
    }

    pub(crate) fn unique_items() -> Self {
        Self::new("unique_items", "List should have unique items")
    }

    pub(crate) fn int_type() -> Self {
        Self::wrong_type("int_type", "integer")
    }

    pub(crate) fn int_parsing() -> Self {
        Self::new("int_parsing", "Input should be a valid integer, unable to parse string as an integer")
    }

    pub(crate) fn int_from_float() -> Self {
        Self::new("int_from_float", "Input should be a valid integer, got a number with a fractional part")
    }

    pub(crate) fn int_parsing_size() -> Self {
        let msg = "Unable to parse input string as an integer, exceeded maximum size";
        Self::new("int_parsing_size", msg)
    }

    pub(crate) fn float_type() -> Self {
        Self::wrong_type("float_type", "number")
    }

    pub(crate) fn float_parsing() -> Self {
        Self::new("float_parsing", "Input should be a valid number, unable to parse string as a number")
    }

    pub(crate) fn finite_number() -> Self {
        Self::new("finite_number", "Input should be a finite number")
    }

    pub(crate) fn bool_type() -> Self {
        Self::wrong_type("bool_type", "boolean")
    }

    pub(crate) fn bool_parsing() -> Self {
        Self::new("bool_parsing", "Input should be a valid boolean, unable to interpret input")
    }

    /// `msg` followed by the reason, which `ctx` repeats.
    pub(crate) fn with_reason(kind: &'static str, msg: &str, reason: &str) -> Self {
        Self::new(kind, format!("{msg}, {reason}")).with_ctx("error", reason)
    }

    pub(crate) fn time_delta_parsing(reason: &str) -> Self {
        Self::with_reason("time_delta_parsing", "Input should be a valid timedelta", reason)
    }

    /// A broken bound: `words` as in "greater than", `shown` as the message prints the bound.
    pub(crate) fn bound(
        kind: &'static str,
        words: &str,
        key: &'static str,
        bound: Value,
        shown: &str,
    ) -> Self {
        Self::new(kind, format!("Input should be {words} {shown}")).with_ctx(key, bound)
    }

    pub(crate) fn one_of_words(words: &[&str]) -> Self {
        Self::expected("enum", one_of(words))
    }

    /// One of a few integers was expected.
    pub(crate) fn one_of_integers(kind: &'static str, integers: &[i64]) -> Self {
        Self::expected(kind, listed(integers.iter().map(i64::to_string).collect()))
    }

    /// One of a few words was expected, as pydantic says it of a `Literal`.
    pub(crate) fn literal_error(words: &[&str]) -> Self {
        Self::expected("literal_error", one_of(words))
    }

    fn expected(kind: &'static str, expected: String) -> Self {
        Self::new(kind, format!("Input should be {expected}")).with_ctx("expected", expected)
    }

    pub(crate) fn union_tag_not_found(tag: &str) -> Self {
        let discriminator = format!("'{tag}'");
        Self::new("union_tag_not_found", format!("Unable to extract tag using discriminator {discriminator}"))
            .with_ctx("discriminator", discriminator)
    }

    pub(crate) fn union_tag_invalid(tag: &str, found: &str, expected: &[&str]) -> Self {
        let discriminator = format!("'{tag}'");
        let expected = expected.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let msg = format!(
            "Input tag '{found}' found using {discriminator} does not match any of the expected tags: {expected}"
        );
        Self::new("union_tag_invalid", msg)
            .with_ctx("discriminator", discriminator)
            .with_ctx("tag", found)
            .with_ctx("expected_tags", expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_listed_as_pydantic_does() {
        assert_eq!(one_of(&["a"]), "'a'");
        assert_eq!(one_of(&["a", "b"]), "'a' or 'b'");
        assert_eq!(one_of(&["a", "b", "c"]), "'a', 'b' or 'c'");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(Issue::string_too_short(1).msg, "String should have at least 1 character");
        assert_eq!(
            Issue::too_long("List", 1, 2).msg,
            "List should have at most 1 item after validation, not 2"
        );
    }
}
