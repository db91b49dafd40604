//! JSON inside a text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::WriteJson;
use crate::validate::{
    At, Bounded, Countable, Field, Issue, Rules, Spelling, Textual, ValidationErrors, kind, single,
};

/// A text that holds the JSON of a `T`: pydantic's `Json[T]`.
///
/// A parameter may so carry a list or a model, `?filter={"name":"lamp"}`. What is inside is validated, and its errors
/// have their place.
///
/// ```
/// use fastrs::JsonText;
///
/// let JsonText(numbers) = serde_json::from_value::<JsonText<Vec<u8>>>("[1, 2]".into()).unwrap();
/// assert_eq!(numbers, [1, 2]);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JsonText<T>(pub T);

impl<T: Serialize> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(&self.0).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<T: Serialize> WriteJson for JsonText<T> {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        serde_json::from_str(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for JsonText<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("JsonText_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Schema::default();
        schema.insert("type".into(), "string".into());
        schema.insert("contentMediaType".into(), "application/json".into());
        schema.insert("contentSchema".into(), generator.subschema_for::<T>().to_value());
        schema
    }
}

#[diagnostic::do_not_recommend]
impl<T: Bounded> Bounded for JsonText<T> {}
#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for JsonText<T> {}
#[diagnostic::do_not_recommend]
impl<T: Countable> Countable for JsonText<T> {}

impl<T: Field + DeserializeOwned> JsonText<T> {
    /// The value of a text, be it spelled as serde reads it or not.
    fn read(text: &str) -> Option<T> {
        serde_json::from_str(text).ok().or_else(|| {
            let mut input = serde_json::from_str(text).ok()?;
            let mut errors = ValidationErrors::new();
            T::explain(&input, &Rules::NONE, &At::json(""), &mut errors);
            if !errors.is_empty() {
                return None;
            }
            T::respell(&mut input, Spelling::Json);
            serde_json::from_str(&input.to_string()).ok()
        })
    }
}

impl<T: Field + DeserializeOwned> Field for JsonText<T> {
    type Kind = kind::Scalar;

    fn is_valid(&self, rules: &Rules) -> bool {
        self.0.is_valid(rules)
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let input = single(input, at);
        let shown = || {
            let mut shown = input.clone();
            Self::redact(&mut shown);
            shown
        };
        let Value::String(text) = input else {
            let issue = Issue::new("json_type", "JSON input should be string, bytes or bytearray");
            return errors.push(at, issue, &shown());
        };
        // An empty parameter holds nothing.
        if text.is_empty() && at.is_text() {
            return errors.push(at, Issue::missing(), &Value::Null);
        }
        match serde_json::from_str(text) {
            Ok(inside) => T::explain(&inside, rules, &at.as_json(), errors),
            Err(error) => {
                let issue = Issue::new("json_invalid", format!("Invalid JSON: {error}"));
                errors.push(at, issue.with_ctx("error", error.to_string()), &shown());
            }
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::read(text).map(Self)
    }

    fn respell(input: &mut Value, _: Spelling) {
        let text = match &*input {
            Value::Array(values) => values.last().and_then(Value::as_str),
            input => input.as_str(),
        };
        if let Some(mut inside) = text.and_then(|text| serde_json::from_str(text).ok()) {
            T::respell(&mut inside, Spelling::Json);
            *input = Value::String(inside.to_string());
        }
    }

    fn redact(input: &mut Value) {
        // What is no JSON may be anything, and so are its parts.
        let parsed = input.as_str().and_then(|text| serde_json::from_str(text).ok());
        let mut inside = parsed.clone().unwrap_or_else(|| input.clone());
        let before = inside.clone();
        T::redact(&mut inside);
        if inside != before {
            *input = if parsed.is_some() { Value::String(inside.to_string()) } else { inside };
        }
    }
}
