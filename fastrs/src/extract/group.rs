//! A model whose fields are parameters, or the fields of a form.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::sources::{Fields, GroupSource};
use super::{Argument, ArgumentKind, ArgumentSpec, RequestDraft, via};
use crate::describe::{BodyPart, DescriptionFault, EndpointDescription, Media, ParameterGroup, Place};
use crate::request::{RequestContext, Texts};
use crate::schema::{SchemaOf, is_list, is_object, properties};
use crate::types::exposed;
use crate::validate::{At, Issue, Model, Rules, ValidationErrors, explain_model, field_names, from_texts};

#[diagnostic::do_not_recommend]
impl<S, T> Argument<S, via::Fields> for T
where
    S: GroupSource,
    T: Model + DeserializeOwned + Serialize + JsonSchema,
{
    const KIND: ArgumentKind = if S::PLACE.is_none() { ArgumentKind::Form } else { ArgumentKind::Parameter };

    fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
        let schema = SchemaOf::new::<T>();
        for (name, _) in properties::<T>().iter().filter(|(_, schema)| is_object(schema)) {
            let what = format!("`{name}` of `{}` is an object, which no text is", T::schema_name());
            let help = "flatten it with `#[serde(flatten)]`, or take it as `JsonText<…>`";
            description.faults.push(DescriptionFault { what, help });
        }
        match S::PLACE {
            Some(place) => {
                let keep_underscores = spec.keep_underscores;
                let names = field_names::<T>();
                description.groups.push(ParameterGroup { place, keep_underscores, names, schema });
            }
            None => description.bodies.push(BodyPart {
                name: spec.field.name,
                whole: true,
                media: Media::Form,
                required: true,
                schema,
                rules: Rules::NONE,
                default: None,
                notes: spec.notes,
            }),
        }
    }

    fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
        let names = field_names::<T>();
        let fields = Fields { names: &names, keep_underscores: spec.keep_underscores, rest: T::DENY_UNKNOWN };
        let Texts { mut object, has_unread } = texts::<S, T>(cx, fields);
        // Of a repeated header that is no list the first counts, of anything else the last.
        if has_unread || S::PLACE == Some(Place::Header) && object.values().any(Value::is_array) {
            settle(&mut object, &properties::<T>(), S::PLACE);
        }
        let is_text = !has_unread || unread(&object).next().is_none();
        let value = is_text.then(|| from_texts::<T>(&Value::Object(object))).flatten();
        let value = value.filter(|value| value.is_valid(&Rules::NONE));
        if value.is_none() {
            explain::<S, T>(cx, Fields { rest: true, ..fields }, errors);
        }
        value
    }

    fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
        let Ok(Value::Object(object)) = exposed(|| serde_json::to_value(&self)) else { return };
        let names = field_names::<T>();
        let fields = Fields { names: &names, keep_underscores: spec.keep_underscores, rest: false };
        for name in &names {
            let values = match object.get(*name) {
                None | Some(Value::Null) => continue,
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
            };
            for value in values {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                draft.push_field(S::PLACE, name, fields.header(name).into_owned(), text);
            }
        }
    }
}

/// What was sent, without what is no UTF-8 where nobody asks for it: another party's cookie locks nobody out.
fn texts<S: GroupSource, T: Model>(cx: &RequestContext, fields: Fields<'_>) -> Texts {
    let mut texts = S::object(cx, fields);
    if texts.has_unread && !T::DENY_UNKNOWN {
        let is_read = |sent: &Value| match sent {
            Value::Array(texts) => !texts.contains(&Value::Null),
            text => !text.is_null(),
        };
        texts.object.retain(|name, sent| fields.names.contains(&name.as_str()) || is_read(sent));
    }
    texts
}

/// Adds everything that is wrong with what was sent for the fields of a `T`.
#[cold]
fn explain<S, T>(cx: &RequestContext, fields: Fields<'_>, errors: &mut ValidationErrors)
where
    S: GroupSource,
    T: Model + DeserializeOwned + JsonSchema,
{
    let (at, known) = (S::at(), errors.len());
    let Texts { mut object, has_unread } = texts::<S, T>(cx, fields);
    let properties = properties::<T>();
    settle(&mut object, &properties, S::PLACE);
    let mut input = Value::Object(object);
    explain_model::<T>(&input, &at, errors);
    if has_unread {
        explain_unread(&input, &at, known, errors);
    }
    if errors.len() == known {
        T::redact(&mut input);
        errors.push(&at, Issue::value_error("the parameters do not fit together"), &input);
    }
    errors.edit_objects(known, |input| fill(input, &properties));
    // Where further names are forbidden, what they hold is what is told of.
    if !T::DENY_UNKNOWN {
        errors.edit_objects(known, |input| mask_others::<S>(input, fields.names));
    }
}

/// Hides what no field takes.
fn mask_others<S: GroupSource>(input: &mut Map<String, Value>, names: &[&str]) {
    for (name, value) in input {
        if !names.contains(&name.as_str()) && !S::may_show(name) {
            *value = ValidationErrors::mask();
        }
    }
}

/// The fields, and the indexes in their lists, of which something was sent that is no UTF-8.
fn unread(object: &Map<String, Value>) -> impl Iterator<Item = (&str, Option<usize>)> {
    object.iter().flat_map(|(name, sent)| {
        let texts = if let Value::Array(texts) = sent { texts.as_slice() } else { &[] };
        let items = texts.iter().enumerate().filter(|(_, text)| text.is_null());
        let alone = sent.is_null().then_some(None);
        alone.into_iter().chain(items.map(|(index, _)| Some(index))).map(|index| (name.as_str(), index))
    })
}

/// Says of every field that is no UTF-8 just that, whatever was found there.
#[cold]
fn explain_unread(input: &Value, at: &At<'_>, known: usize, errors: &mut ValidationErrors) {
    let Value::Object(object) = input else { return };
    if unread(object).next().is_some() {
        // Validators of the whole have seen a model without those fields.
        errors.forget(at, known);
    }
    for (name, index) in unread(object) {
        let field = at.name(name);
        // A field that the model does not know is refused as such, whatever is in it.
        if errors.finds(&field, known, "extra_forbidden") {
            continue;
        }
        let place = index.map_or(field, |index| field.index(index));
        errors.replace(&place, known, Issue::string_unicode(), &Value::Null);
    }
}

/// Gives every field that was sent the form of its type: a list, or one text.
fn settle(object: &mut Map<String, Value>, properties: &Map<String, Value>, place: Option<Place>) {
    for (name, sent) in object {
        let Some(schema) = properties.get(name) else { continue };
        let settle = if is_list(schema) {
            list
        } else if place == Some(Place::Header) {
            first
        } else {
            last
        };
        *sent = settle(sent.take());
    }
}

/// Adds the defaults of the fields that were not sent: FastAPI shows what it has collected, defaults among it.
fn fill(input: &mut Map<String, Value>, properties: &Map<String, Value>) {
    let mut rest = std::mem::take(input);
    for (name, schema) in properties {
        let default = schema.get("default").filter(|default| !default.is_null());
        if let Some(value) = rest.shift_remove(name).or_else(|| default.cloned()) {
            input.insert(name.clone(), value);
        }
    }
    input.extend(rest);
}

fn list(sent: Value) -> Value {
    if sent.is_string() { Value::Array(vec![sent]) } else { sent }
}

fn first(sent: Value) -> Value {
    match sent {
        Value::Array(mut texts) if !texts.is_empty() => texts.swap_remove(0),
        sent => sent,
    }
}

fn last(sent: Value) -> Value {
    match sent {
        Value::Array(mut texts) => texts.pop().unwrap_or_default(),
        sent => sent,
    }
}
