//! A model whose fields are parameters, or the fields of a form.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::sources::GroupSource;
use super::{Argument, ArgumentKind, ArgumentSpec, RequestDraft, via};
use crate::describe::{BodyPart, EndpointDescription, Media, ParameterGroup};
use crate::request::RequestContext;
use crate::schema::SchemaOf;
use crate::types::exposed;
use crate::validate::{Issue, Model, Rules, ValidationErrors, explain_model, field_names, from_texts};

#[diagnostic::do_not_recommend]
impl<S, T> Argument<S, via::Fields> for T
where
    S: GroupSource,
    T: Model + DeserializeOwned + Serialize + JsonSchema,
{
    const KIND: ArgumentKind = if S::PLACE.is_none() { ArgumentKind::Form } else { ArgumentKind::Parameter };

    fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
        let schema = SchemaOf::new::<T>();
        match S::PLACE {
            Some(place) => description.groups.push(ParameterGroup { place, schema }),
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

    fn take(cx: &RequestContext, _: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
        let at = S::at();
        let Some(object) = S::object(cx, &field_names::<T>()) else {
            errors.push(&at, Issue::string_unicode(), &Value::Null);
            return None;
        };
        let input = Value::Object(object);
        if let Some(value) = from_texts::<T>(&input).filter(|value| value.is_valid(&Rules::NONE)) {
            return Some(value);
        }
        let known = errors.len();
        explain_model::<T>(&input, &at, errors);
        if errors.len() == known {
            let mut shown = input.clone();
            T::redact(&mut shown);
            errors.push(&at, Issue::value_error("the parameters do not fit together"), &shown);
        }
        None
    }

    fn write(self, _: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
        let Ok(Value::Object(object)) = exposed(|| serde_json::to_value(&self)) else { return };
        for name in field_names::<T>() {
            let values = match object.get(name) {
                None | Some(Value::Null) => continue,
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
            };
            for value in values {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                draft.push_field(S::PLACE, name, text);
            }
        }
    }
}
