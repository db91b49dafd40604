//! The JSON body.
//!
//! A good body is parsed once, straight into its type. Only a body that fails is parsed again, as free JSON,
//! and walked to explain everything in it.

use std::collections::HashMap;

use bytes::{Buf, Bytes};
use http::header::CONTENT_TYPE;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use super::json_keys::{RawFields, has_doubled_key};
use super::json_syntax::fault;
use super::source::{Auto, JsonField};
use super::sources::{content_type, read, unsupported};
use super::{Argument, ArgumentKind, ArgumentSpec, Rejection, RequestDraft, via};
use crate::describe::{BodyPart, EndpointDescription, Media};
use crate::request::{JsonBody, RequestContext};
use crate::schema::SchemaOf;
use crate::types::exposed;
use crate::validate::{
    At, Field, Issue, LocItem, Spelling, ValidationError, ValidationErrors, kind, unplaced,
};

/// Reads the JSON body, so that JSON arguments find their values.
///
/// `embed` says that several arguments share it, each a field of one object.
///
/// # Errors
/// 415 for another content type, 413 for too large a body, 408 for too slow a one.
pub async fn read_json(
    cx: &mut RequestContext,
    embed: bool,
    errors: &mut ValidationErrors,
) -> Result<(), Rejection> {
    if !cx.has_empty_body() && !is_json(cx) {
        return Err(unsupported("application/json"));
    }
    let bytes = without_mark(read(cx).await?);
    if !embed {
        cx.json = JsonBody::Whole(bytes);
        return Ok(());
    }
    cx.json = JsonBody::Fields(HashMap::new());
    match std::str::from_utf8(&bytes) {
        Ok("") => {}
        Ok(text) => match serde_json::from_str::<RawFields>(text) {
            Ok(RawFields { fields, doubled }) => {
                for name in doubled {
                    let issue = Issue::value_error("duplicate field");
                    errors.push(&At::json("body").name(&name), issue, &Value::Null);
                }
                cx.json = JsonBody::Fields(fields);
            }
            Err(_) if text.trim_ascii() == "null" => {}
            Err(error) if error.classify() == Category::Data && fault(text).is_none() => {
                cx.json = JsonBody::NoObject;
            }
            Err(error) => {
                cx.json = JsonBody::None;
                errors.add(syntax_error(text, &error));
            }
        },
        Err(error) => {
            cx.json = JsonBody::None;
            errors.add(encoding_error(&error));
        }
    }
    Ok(())
}

/// The body without the mark that some editors put before UTF-8: it is no JSON, but a reader may pass over it
/// (RFC 8259, section 8.1), and Python's does.
fn without_mark(mut bytes: Bytes) -> Bytes {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    // Of the mark alone it is told that a value is missing, as of spaces alone.
    if bytes.len() > MARK.len() && bytes.starts_with(MARK) {
        bytes.advance(MARK.len());
    }
    bytes
}

/// `application/json`, or anything with the suffix `+json` (RFC 6839).
fn is_json(cx: &RequestContext) -> bool {
    // What nearly every client sends, before any taking apart.
    if cx.headers().get(CONTENT_TYPE).is_some_and(|media| media == "application/json") {
        return true;
    }
    if !cx.route.strict_content_type && !cx.headers().contains_key(CONTENT_TYPE) {
        return true;
    }
    let Some((kind, name)) = content_type(cx).and_then(|media| media.split_once('/')) else { return false };
    let json_suffix = name.len() > 5 && name.as_bytes()[name.len() - 5..].eq_ignore_ascii_case(b"+json");
    kind.eq_ignore_ascii_case("application") && (name.eq_ignore_ascii_case("json") || json_suffix)
}

fn take<T: Field + DeserializeOwned>(
    cx: &RequestContext,
    spec: &ArgumentSpec<T>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    let place = At::spelled("body", if cx.route.strict_json { Spelling::Json } else { Spelling::Lax });
    match &cx.json {
        JsonBody::None => None,
        JsonBody::NoObject => {
            errors.push(&place.name(spec.field.name), Issue::missing(), &Value::Null);
            None
        }
        JsonBody::Whole(bytes) => whole(bytes, spec, &place, errors),
        JsonBody::Fields(fields) => {
            let at = place.name(spec.field.name);
            match fields.get(spec.field.name) {
                None => absent(spec, &at, errors),
                Some(raw) => value(raw.get(), spec, &at, errors),
            }
        }
    }
}

fn whole<T: Field + DeserializeOwned>(
    bytes: &[u8],
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    match std::str::from_utf8(bytes) {
        Ok("") => absent(spec, at, errors),
        Ok(text) => value(text, spec, at, errors),
        Err(error) => {
            errors.add(encoding_error(&error));
            None
        }
    }
}

/// Nothing was sent: the default, null where the type has it, else a fault.
fn absent<T: Field + DeserializeOwned>(
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    let null = || serde_json::from_str("null").ok().filter(|_| !spec.is_required(T::OPTIONAL));
    let value = spec.default().or_else(null);
    if value.is_none() {
        errors.push(at, Issue::missing(), &Value::Null);
    }
    value
}

#[inline]
fn value<T: Field + DeserializeOwned>(
    text: &str,
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    match serde_json::from_str::<T>(text) {
        Ok(value) if spec.field.accepts(&value) => Some(value),
        Ok(value) => {
            explain(text, &value, spec, at, errors);
            None
        }
        Err(_) if text.trim_ascii() == "null" => absent(spec, at, errors),
        Err(error) => respelled(text, &error, spec, at, errors),
    }
}

/// Adds everything that is wrong with a body that the rules refused.
#[cold]
fn explain<T: Field>(
    text: &str,
    value: &T,
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    match serde_json::from_str::<Value>(text) {
        Ok(input) => explain_value(input, value, spec, at, errors),
        Err(error) => errors.add(syntax_error(text, &error)),
    }
}

#[cold]
fn explain_value<T: Field>(
    mut input: Value,
    value: &T,
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let known = errors.len();
    T::explain(&input, &spec.field.rules, at, errors);
    if errors.len() > known {
        return;
    }
    T::redact(&mut input);
    for issue in spec.field.validators.iter().filter_map(|check| check(value).err()) {
        errors.push(at, issue, &input);
    }
    if errors.len() == known {
        errors.push(at, unexplained(None), &input);
    }
}

/// The value of a body that serde refused, if nothing is wrong with it but how it is spelled (`1.0` for an integer);
/// else everything that is wrong with it is added.
#[cold]
fn respelled<T: Field + DeserializeOwned>(
    text: &str,
    refusal: &serde_json::Error,
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    let mut input = match serde_json::from_str::<Value>(text) {
        Ok(input) => input,
        Err(error) => {
            errors.add(syntax_error(text, &error));
            return None;
        }
    };
    let known = errors.len();
    T::explain(&input, &spec.field.rules, at, errors);
    if errors.len() > known {
        return None;
    }
    let mut written = input.clone();
    T::respell(&mut written, at.spelling());
    let respelled =
        (written != input).then(|| serde_json::from_str::<T>(&written.to_string()).ok()).flatten();
    match respelled {
        // What was sent twice must not pass because free JSON keeps only the last.
        Some(_) if has_doubled_key(text) => {
            T::redact(&mut input);
            errors.push(at, Issue::value_error("duplicate field"), &input);
        }
        Some(value) if spec.field.accepts(&value) => return Some(value),
        Some(value) => explain_value(written, &value, spec, at, errors),
        None => {
            T::redact(&mut input);
            errors.push(at, unexplained(Some(refusal)), &input);
        }
    }
    None
}

/// What only serde could find. Its message may quote the input, so only those that cannot are repeated.
fn unexplained(refusal: Option<&serde_json::Error>) -> Issue {
    let message = refusal.map(unplaced).filter(|message| {
        ["duplicate field", "unknown field", "missing field", "recursion limit"]
            .iter()
            .any(|safe| message.starts_with(safe))
    });
    Issue::value_error(message.unwrap_or_else(|| "the value does not have the expected form".into()))
}

#[cold]
fn syntax_error(text: &str, error: &serde_json::Error) -> ValidationError {
    match fault(text) {
        Some((byte, reason)) => json_invalid(text[..byte].chars().count(), reason.to_owned()),
        // What Python would take: `NaN`, a number too large for a float, half of a surrogate pair.
        None => json_invalid(offset(text, error), own_words(&unplaced(error))),
    }
}

#[cold]
fn encoding_error(error: &std::str::Utf8Error) -> ValidationError {
    json_invalid(error.valid_up_to(), format!("Invalid UTF-8 at byte {}", error.valid_up_to()))
}

fn json_invalid(offset: usize, reason: String) -> ValidationError {
    let issue = Issue::json_invalid(reason);
    ValidationError {
        kind: issue.kind,
        loc: vec!["body".into(), LocItem::Index(offset)],
        msg: issue.msg,
        input: Some(Value::Object(serde_json::Map::new())),
        ctx: issue.ctx,
    }
}

/// The index of the character that serde_json's line and column mean.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.chars().count();
    }
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let byte = (before + error.column().saturating_sub(1)).min(text.len());
    let byte = (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text[..byte].chars().count()
}

/// serde_json's reason, clearer where it is not clear.
fn own_words(reason: &str) -> String {
    let words = match reason {
        "recursion limit exceeded" => "Nested too deeply: the limit is 128 levels",
        "expected value" | "expected ident" | "invalid number" => {
            "Expecting value: NaN and Infinity are no JSON"
        }
        "number out of range" => "The number is out of range",
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            "Half of a surrogate pair is no character"
        }
        other => other,
    };
    words.to_owned()
}

macro_rules! json_arguments {
    ($([$($bounds:tt)*] $source:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> Argument<$source, via::Json> for T
        where
            T: Field + DeserializeOwned + Serialize + JsonSchema,
            $($bounds)*
        {
            const KIND: ArgumentKind = ArgumentKind::Json;

            fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
                spec.check_default(description);
                description.bodies.push(BodyPart {
                    name: spec.field.name,
                    whole: !spec.embed,
                    media: Media::Json,
                    required: spec.is_required(T::OPTIONAL),
                    schema: SchemaOf::new::<T>(),
                    rules: spec.field.rules,
                    default: spec.default_json(),
                    notes: spec.notes,
                });
            }

            #[inline]
            fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
                take(cx, spec, errors)
            }

            fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
                let value = exposed(|| serde_json::to_value(&self)).unwrap_or_default();
                if spec.embed {
                    draft.json_fields.insert(spec.field.name.to_owned(), value);
                } else {
                    draft.json = Some(value);
                }
            }
        }
    )*};
}

json_arguments! {
    [T::Kind: kind::JsonBody] Auto;
    [] JsonField;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, place: usize, reason: &str) {
        let error = serde_json::from_str::<Value>(text).unwrap_err();
        let entry = syntax_error(text, &error);
        assert_eq!(entry.loc, [LocItem::from("body"), LocItem::Index(place)], "{text}");
        assert_eq!(entry.ctx[0].1, reason, "{text}");
    }

    #[test]
    fn syntax_errors_speak_fastapis_language() {
        check("{\"ä\" 1}", 5, "Expecting ':' delimiter");
        check("[\n1,\n  x]", 7, "Expecting value");
    }

    #[test]
    fn what_only_python_takes_is_told_apart() {
        check("[NaN]", 1, "Expecting value: NaN and Infinity are no JSON");
        check("1e400", 4, "The number is out of range");
        check("\"\\ud800\"", 7, "Half of a surrogate pair is no character");
    }
}
