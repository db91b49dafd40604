//! The JSON body.
//!
//! A good body is parsed once, straight into its type. Only a body that fails is parsed again, as free JSON,
//! and walked to explain everything in it.

use std::collections::HashMap;

use http::header::CONTENT_TYPE;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use super::source::{Auto, JsonField};
use super::sources::{content_type, read, unsupported};
use super::{Argument, ArgumentKind, ArgumentSpec, Rejection, RequestDraft, via};
use crate::describe::{BodyPart, EndpointDescription, Media};
use crate::request::{JsonBody, RequestContext};
use crate::schema::SchemaOf;
use crate::types::exposed;
use crate::validate::{At, Field, Issue, LocItem, ValidationError, ValidationErrors, kind, unplaced};

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
    let bytes = read(cx).await?;
    if !embed {
        cx.json = JsonBody::Whole(bytes);
        return Ok(());
    }
    cx.json = JsonBody::Fields(HashMap::new());
    match std::str::from_utf8(&bytes) {
        Ok("") => {}
        Ok(text) => match serde_json::from_str(text) {
            Ok(fields) => cx.json = JsonBody::Fields(fields),
            Err(_) if text.trim_ascii() == "null" => {}
            Err(error) if error.classify() == Category::Data => cx.json = JsonBody::NoObject,
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
    let place = At::json("body");
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
            explain(text, None, Some(&value), spec, at, errors);
            None
        }
        Err(_) if text.trim_ascii() == "null" => absent(spec, at, errors),
        Err(error) => {
            explain(text, Some(&error), None, spec, at, errors);
            None
        }
    }
}

/// Adds everything that is wrong with a body that serde or the rules refused.
#[cold]
fn explain<T: Field>(
    text: &str,
    refusal: Option<&serde_json::Error>,
    value: Option<&T>,
    spec: &ArgumentSpec<T>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let mut input = match serde_json::from_str::<Value>(text) {
        Ok(input) => input,
        Err(error) => return errors.add(syntax_error(text, &error)),
    };
    let known = errors.len();
    T::explain(&input, &spec.field.rules, at, errors);
    if errors.len() > known {
        return;
    }
    T::redact(&mut input);
    for issue in
        value.iter().flat_map(|value| spec.field.validators.iter().filter_map(|check| check(value).err()))
    {
        errors.push(at, issue, &input);
    }
    if errors.len() == known {
        errors.push(at, unexplained(refusal), &input);
    }
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
    let reason = python_words(&unplaced(error));
    json_invalid(offset(text, error), reason)
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

/// serde_json's reason in the words that FastAPI's clients know.
fn python_words(reason: &str) -> String {
    let words = match reason {
        "expected value" | "EOF while parsing a value" | "expected ident" => "Expecting value",
        "key must be a string" => "Expecting property name enclosed in double quotes",
        "expected `:`" => "Expecting ':' delimiter",
        "expected `,` or `}`"
        | "expected `,` or `]`"
        | "EOF while parsing an object"
        | "EOF while parsing a list" => "Expecting ',' delimiter",
        "trailing characters" => "Extra data",
        "trailing comma" => "Illegal trailing comma before end of object",
        "EOF while parsing a string" => "Unterminated string starting at",
        "invalid escape" => "Invalid \\escape",
        other if other.starts_with("control character") => "Invalid control character at",
        "recursion limit exceeded" => "Nested too deeply: the limit is 128 levels",
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
        check("{\"a\": }", 6, "Expecting value");
        check("{a: 1}", 1, "Expecting property name enclosed in double quotes");
        check("{\"ä\" 1}", 5, "Expecting ':' delimiter");
        check("[1 2]", 3, "Expecting ',' delimiter");
        check("{} x", 3, "Extra data");
        check("[\n1,\n  x]", 7, "Expecting value");
    }
}
