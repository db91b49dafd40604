//! The fields of one model, apart from any document.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// The schemas of the fields that a `T` is read from, by name.
pub(crate) fn properties<T: JsonSchema>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
        settings.inline_subschemas = true;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    match schema.get_mut("properties").map(Value::take) {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    }
}

/// Whether values of this schema are lists, or may be.
pub(crate) fn is_list(schema: &Value) -> bool {
    may_be("array", schema)
}

/// Whether values of this schema are objects, or lists of such, or may be.
pub(crate) fn is_object(schema: &Value) -> bool {
    may_be("object", schema) || schema.get("items").is_some_and(is_object)
}

fn may_be(kind: &str, schema: &Value) -> bool {
    let branches = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    match &schema["type"] {
        Value::Array(types) => types.iter().any(|name| name == kind),
        name => name == kind || branches.is_some_and(|branches| branches.iter().any(|one| may_be(kind, one))),
    }
}
