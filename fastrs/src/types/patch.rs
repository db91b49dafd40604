//! A field of a partial update.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::WriteJson;
use crate::validate::{
    At, Bounded, Countable, DecimalDigits, Field, Rules, Spelling, Textual, Unique, ValidationErrors,
};

/// What a PATCH says about one field: nothing, or its new value.
///
/// Null is a value like any other, for the types that have it: `Patch<Option<String>>` tells *absent*
/// (`Absent`), *null* (`Value(None)`) and *a text* (`Value(Some(…))`) apart, and `Patch<String>` refuses null.
/// `#[model(partial = …)]` makes a struct of such fields.
///
/// ```
/// use fastrs::Patch;
///
/// let mut title = Some("old".to_owned());
/// Patch::Absent.apply(&mut title);
/// assert_eq!(title.as_deref(), Some("old"));
/// Patch::Value(None).apply(&mut title);
/// assert_eq!(title, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// The field was not sent: it stays as it is.
    #[default]
    Absent,
    /// The new value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field was not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The new value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Runs a validator of the value, if there is one.
    ///
    /// # Errors
    /// The validator's.
    pub fn check<E>(&self, validate: impl FnOnce(&T) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Absent => Ok(()),
            Self::Value(value) => validate(value),
        }
    }

    /// Writes the new value, if there is one.
    pub fn apply(self, field: &mut T) {
        if let Self::Value(value) = self {
            *field = value;
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// An absent field must be left out by `skip_serializing_if = "Patch::is_absent"`, which `partial` writes.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<T: WriteJson> WriteJson for Patch<T> {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        match self {
            Self::Absent => ().write_json(out),
            Self::Value(value) => value.write_json(out),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Value)
    }
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Bounded> Bounded for Patch<T> {}
#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for Patch<T> {}
#[diagnostic::do_not_recommend]
impl<T: Countable> Countable for Patch<T> {}
#[diagnostic::do_not_recommend]
impl<T: DecimalDigits> DecimalDigits for Patch<T> {}

#[diagnostic::do_not_recommend]
impl<T: Unique> Unique for Patch<T> {
    fn all_distinct(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Value(list) => list.all_distinct(),
        }
    }
}

impl<T: Field> Field for Patch<T> {
    type Kind = T::Kind;
    const OPTIONAL: bool = true;

    fn is_valid(&self, rules: &Rules) -> bool {
        match self {
            Self::Absent => true,
            Self::Value(value) => value.is_valid(rules),
        }
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        T::explain(input, rules, at, errors);
    }

    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Self::Value)
    }

    fn redact(input: &mut Value) {
        T::redact(input);
    }

    fn respell(input: &mut Value, spelling: Spelling) {
        T::respell(input, spelling);
    }
}
