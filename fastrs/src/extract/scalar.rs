//! One text makes one value.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Argument, ArgumentKind, ArgumentSpec, ParameterSource, RequestDraft, source, via};
use crate::describe::{BodyPart, EndpointDescription, Media, Parameter};
use crate::request::{Raw, RequestContext};
use crate::schema::SchemaOf;
use crate::types::exposed;
use crate::validate::{At, Field, Issue, ValidationErrors, kind};

const fn kind_of<S: ParameterSource>() -> ArgumentKind {
    if S::PLACE.is_none() { ArgumentKind::Form } else { ArgumentKind::Parameter }
}

/// Describes a parameter, or a field of the form.
pub(super) fn describe<S: ParameterSource, T: Field + JsonSchema>(
    spec: &ArgumentSpec<T>,
    required: bool,
    description: &mut EndpointDescription,
) {
    spec.check_default(description);
    let (name, schema, rules) = (spec.field.name, SchemaOf::new::<T>(), spec.field.rules);
    let (default, notes) = (spec.default_json(), spec.notes);
    match S::PLACE {
        Some(place) => {
            description.parameters.push(Parameter { name, place, required, schema, rules, default, notes });
        }
        None => {
            let (media, whole) = (Media::Form, false);
            description.bodies.push(BodyPart { name, whole, media, required, schema, rules, default, notes });
        }
    }
}

/// The value of a text that was sent, or what is wrong with it.
fn parse<T: Field>(
    raw: Raw<'_>,
    spec: &ArgumentSpec<impl Sized>,
    value_of: impl FnOnce(&str) -> Option<T>,
    explain: impl FnOnce(&Value, &At<'_>, &mut ValidationErrors),
    place: At<'static>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    let at = place.name(spec.field.name);
    let text = match raw {
        Ok(text) => text,
        Err(fault) => {
            errors.push(&at, fault.issue, &fault.input);
            return None;
        }
    };
    let value = value_of(&text);
    if value.is_none() {
        explain(&Value::String(text.into_owned()), &at, errors);
    }
    value
}

/// Adds what is wrong with `input`: the rules first, then the validators.
#[cold]
fn explain<T: Field>(spec: &ArgumentSpec<T>, input: &Value, at: &At<'_>, errors: &mut ValidationErrors) {
    let known = errors.len();
    T::explain(input, &spec.field.rules, at, errors);
    if errors.len() > known {
        return;
    }
    let value = input.as_str().and_then(T::from_text);
    let issue = value.and_then(|value| spec.field.validators.iter().find_map(|check| check(&value).err()));
    let mut shown = input.clone();
    T::redact(&mut shown);
    errors.push(at, issue.unwrap_or_else(|| Issue::value_error("invalid value")), &shown);
}

#[cold]
pub(super) fn missing(name: &str, place: At<'static>, errors: &mut ValidationErrors) {
    errors.push(&place.name(name), Issue::missing(), &Value::Null);
}

/// How a value is written as text: as JSON writes it, without the quotes of a string.
pub(super) fn to_text<T: Serialize>(value: &T) -> Option<String> {
    match exposed(|| serde_json::to_value(value)).ok()? {
        Value::Null => None,
        Value::String(text) => Some(text),
        value => Some(value.to_string()),
    }
}

#[diagnostic::do_not_recommend]
impl<S, T> Argument<S, via::Scalar> for T
where
    S: ParameterSource,
    T: Field<Kind = kind::Scalar> + JsonSchema + Serialize,
{
    const KIND: ArgumentKind = kind_of::<S>();

    fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
        describe::<S, T>(spec, spec.is_required(false), description);
    }

    #[inline]
    fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
        let Some(raw) = S::single(cx, spec.field.name) else {
            let default = spec.default();
            if default.is_none() {
                missing(spec.field.name, S::at(), errors);
            }
            return default;
        };
        let value_of = |text: &str| T::from_text(text).filter(|value| spec.field.accepts(value));
        let explain = |input: &Value, at: &At<'_>, errors: &mut ValidationErrors| {
            explain(spec, input, at, errors);
        };
        parse(raw, spec, value_of, explain, S::at(), errors)
    }

    fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
        if let Some(text) = to_text(&self) {
            draft.push(S::PLACE, spec.field.name, text.into());
        }
    }
}

/// A placeholder of the path always has a value, so an optional one is a mistake: `Path` is left out.
pub trait OptionalSource: ParameterSource {}
impl OptionalSource for source::Auto {}
impl OptionalSource for source::Query {}
impl OptionalSource for source::Header {}
impl OptionalSource for source::Cookie {}
impl OptionalSource for source::Form {}

#[diagnostic::do_not_recommend]
impl<S, T> Argument<S, via::Optional> for Option<T>
where
    S: OptionalSource,
    T: Field<Kind = kind::Scalar> + JsonSchema + Serialize,
{
    const KIND: ArgumentKind = kind_of::<S>();

    fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
        describe::<S, Self>(spec, spec.is_required(true), description);
    }

    #[inline]
    fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
        let Some(raw) = S::single(cx, spec.field.name) else {
            if spec.is_required(true) {
                missing(spec.field.name, S::at(), errors);
                return None;
            }
            return Some(spec.default().flatten());
        };
        let value_of = |text: &str| {
            let value = Some(T::from_text(text)?);
            spec.field.accepts(&value).then_some(value)
        };
        let explain = |input: &Value, at: &At<'_>, errors: &mut ValidationErrors| {
            explain_optional(spec, input, at, errors);
        };
        parse(raw, spec, value_of, explain, S::at(), errors)
    }

    fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
        if let Some(text) = self.as_ref().and_then(to_text) {
            draft.push(S::PLACE, spec.field.name, text.into());
        }
    }
}

#[cold]
fn explain_optional<T: Field>(
    spec: &ArgumentSpec<Option<T>>,
    input: &Value,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let known = errors.len();
    T::explain(input, &spec.field.rules, at, errors);
    if errors.len() > known {
        return;
    }
    let value = input.as_str().and_then(T::from_text);
    let issue = spec.field.validators.iter().find_map(|check| check(&value).err());
    let mut shown = input.clone();
    T::redact(&mut shown);
    errors.push(at, issue.unwrap_or_else(|| Issue::value_error("invalid value")), &shown);
}
