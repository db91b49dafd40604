//! One spelling of every schema: the one that FastAPI uses, which every OpenAPI tool reads.

use serde_json::{Map, Value, json};

/// Rewrites `schema` and everything inside it.
pub(crate) fn normalize(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(normalize),
        Value::Object(object) => {
            object.iter_mut().filter(|(key, _)| !is_data(key)).for_each(|(_, value)| normalize(value));
            spell_any(object);
            lone_word(object);
            open_map(object);
            bound_integers(object);
            filled_address(object);
            split_decimal(object);
            count_properties(object);
            split_nullable(object);
            lone_null_default(object);
        }
        _ => {}
    }
}

/// A type with a name of its own, too: an enum stays one while it has a single word, so that a second breaks no client.
pub(super) fn normalize_named(schema: &mut Value) {
    let words = schema.get("enum").cloned();
    normalize(schema);
    if let (Some(words), Some(object)) = (words, schema.as_object_mut()) {
        object.shift_remove("const");
        object.insert("enum".into(), words);
    }
}

/// "Anything" is `{}`, as FastAPI writes it; only `additionalProperties` says `true`.
fn spell_any(object: &mut Map<String, Value>) {
    for (key, value) in object {
        match (key.as_str(), value) {
            ("items", schema) => anything(schema),
            ("properties", Value::Object(schemas)) => schemas.values_mut().for_each(anything),
            ("anyOf" | "oneOf" | "allOf" | "prefixItems", Value::Array(schemas)) => {
                schemas.iter_mut().for_each(anything);
            }
            _ => {}
        }
    }
}

pub(super) fn anything(schema: &mut Value) {
    if *schema == Value::Bool(true) {
        *schema = json!({});
    }
}

/// Keywords whose value is data, not a schema.
fn is_data(keyword: &str) -> bool {
    matches!(keyword, "default" | "const" | "enum" | "example" | "examples")
}

/// An unsigned integer's width is a bound that the schema says in numbers.
///
/// `int32` and `int64` are OpenAPI's own words for their widths: numbers are not added to them, because tools
/// show a lower bound as the example value, and nobody wants to read `-9223372036854775808`.
fn bound_integers(object: &mut Map<String, Value>) {
    let Some(format) = object.get("format").and_then(Value::as_str) else { return };
    let max = match format {
        "uint8" => Some(json!(u8::MAX)),
        "uint16" => Some(json!(u16::MAX)),
        "uint32" => Some(json!(u32::MAX)),
        // Beyond 2^53 most readers of JSON would round the bound itself.
        "uint64" | "uint" => None,
        _ => return,
    };
    // `uint` is no format of OpenAPI's registry.
    if format == "uint" {
        object.insert("format".into(), json!("uint64"));
    }
    if !object.contains_key("exclusiveMinimum") {
        object.entry("minimum").or_insert(json!(0));
    }
    if let Some(max) = max.filter(|_| !object.contains_key("exclusiveMaximum")) {
        object.entry("maximum").or_insert(max);
    }
}

/// No address is empty. (A client's form that is left empty is told so before it is sent.)
fn filled_address(object: &mut Map<String, Value>) {
    if object.get("format").is_some_and(|format| format == "uri") {
        object.entry("minLength").or_insert(json!(1));
    }
}

/// A decimal may be sent as a number, or exactly, as text. Bounds are those of the number; a text has its pattern.
fn split_decimal(object: &mut Map<String, Value>) {
    let is_decimal = match object.get("type") {
        Some(Value::Array(types)) => ["number", "string"].iter().all(|name| types.contains(&json!(name))),
        _ => false,
    };
    let Some(pattern) = object.get("pattern").cloned().filter(|_| is_decimal) else { return };
    let nullable = object["type"].as_array().is_some_and(|types| types.contains(&json!("null")));
    let mut number = take_constraints(object);
    number.shift_remove("pattern");
    number.insert("type".into(), "number".into());
    let mut branches = vec![number.into(), json!({ "type": "string", "pattern": pattern })];
    branches.extend(nullable.then(|| json!({ "type": "null" })));
    object.shift_insert(0, "anyOf".into(), branches.into());
}

/// What a map counts is called otherwise than what a list counts.
pub(crate) fn count_properties(object: &mut Map<String, Value>) {
    let is_map = match object.get("type") {
        Some(Value::Array(types)) => types.iter().any(|name| name == "object"),
        name => name.is_some_and(|name| name == "object"),
    };
    if !is_map {
        return;
    }
    for (items, properties) in [("minItems", "minProperties"), ("maxItems", "maxProperties")] {
        if let Some(count) = object.shift_remove(items) {
            object.insert(properties.into(), count);
        }
    }
}

/// `{"type": ["string", "null"], …}` becomes `{"anyOf": [{"type": "string", …}, {"type": "null"}]}`, and
/// constraints beside an `anyOf` with null move into its other branch.
fn split_nullable(object: &mut Map<String, Value>) {
    let nullable = match object.get("type") {
        Some(Value::Array(types)) => types.iter().any(|name| name == "null"),
        _ => false,
    };
    if nullable {
        let Some(Value::Array(types)) = object.shift_remove("type") else { return };
        let mut rest: Vec<Value> = types.into_iter().filter(|name| name != "null").collect();
        let mut value = take_constraints(object);
        let kind = if rest.len() == 1 { rest.remove(0) } else { Value::Array(rest) };
        value.shift_insert(0, "type".into(), kind);
        object.shift_insert(0, "anyOf".into(), json!([value, { "type": "null" }]));
        return;
    }
    let Some(Value::Array(branches)) = object.get("anyOf") else { return };
    if branches.len() != 2 || branches[1] != json!({ "type": "null" }) {
        return;
    }
    let constraints = take_constraints(object);
    if let Some(Value::Object(branch)) = object.get_mut("anyOf").and_then(|branches| branches.get_mut(0)) {
        branch.extend(constraints);
    }
}

/// Takes every keyword that constrains, leaving those that describe.
fn take_constraints(object: &mut Map<String, Value>) -> Map<String, Value> {
    let describes = |key: &str| {
        matches!(
            key,
            "title"
                | "description"
                | "default"
                | "deprecated"
                | "example"
                | "examples"
                | "anyOf"
                | "readOnly"
                | "writeOnly"
        ) || key.starts_with("x-")
    };
    let (kept, taken) = std::mem::take(object).into_iter().partition(|(key, _)| describes(key));
    *object = kept;
    taken
}

/// A choice of one is no choice: generators make a constant of it.
fn lone_word(object: &mut Map<String, Value>) {
    if let Some([_]) = object.get("enum").and_then(Value::as_array).map(Vec::as_slice)
        && let Some(Value::Array(mut words)) = object.shift_remove("enum")
    {
        object.insert("const".into(), words.remove(0));
    }
}

/// A map whose keys are numbers: schemars says how such keys are spelled, and closes the object. FastAPI, and most
/// generators of clients, know only of maps.
fn open_map(object: &mut Map<String, Value>) {
    let is_closed = object.get("additionalProperties") == Some(&Value::Bool(false));
    let has_own = object.contains_key("properties");
    let patterns = object.get_mut("patternProperties").and_then(Value::as_object_mut);
    if let Some(patterns) = patterns.filter(|patterns| is_closed && !has_own && patterns.len() == 1) {
        let values = patterns.values_mut().map(Value::take).next().unwrap_or_default();
        object.shift_remove("patternProperties");
        object.insert("additionalProperties".into(), values);
    }
}

/// "Absent means null" needs no saying.
fn lone_null_default(object: &mut Map<String, Value>) {
    if object.get("default").is_some_and(Value::is_null) {
        object.shift_remove("default");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mut schema: Value, expected: Value) {
        normalize(&mut schema);
        assert_eq!(schema, expected);
    }

    #[test]
    fn nullable_is_an_any_of() {
        check(
            json!({ "type": ["string", "null"], "minLength": 3, "description": "d", "default": null }),
            json!({ "anyOf": [{ "type": "string", "minLength": 3 }, { "type": "null" }], "description": "d" }),
        );
        check(
            json!({ "anyOf": [{ "$ref": "#/x" }, { "type": "null" }], "minItems": 1 }),
            json!({ "anyOf": [{ "$ref": "#/x", "minItems": 1 }, { "type": "null" }] }),
        );
    }

    #[test]
    fn maps_count_properties() {
        check(
            json!({ "type": ["object", "null"], "additionalProperties": true, "maxItems": 3 }),
            json!({ "anyOf": [{ "type": "object", "additionalProperties": true, "maxProperties": 3 }, { "type": "null" }] }),
        );
    }

    #[test]
    fn anything_is_an_empty_schema() {
        check(
            json!({ "properties": { "a": true, "b": { "items": true } }, "additionalProperties": true }),
            json!({ "properties": { "a": {}, "b": { "items": {} } }, "additionalProperties": true }),
        );
    }

    #[test]
    fn a_choice_of_one_is_a_constant() {
        check(json!({ "type": "string", "enum": ["cat"] }), json!({ "type": "string", "const": "cat" }));
        check(json!({ "enum": ["cat", "dog"] }), json!({ "enum": ["cat", "dog"] }));
    }

    #[test]
    fn a_map_of_numbers_is_a_map() {
        check(
            json!({ "type": "object", "patternProperties": { "^\\d+$": { "type": "number" } }, "additionalProperties": false }),
            json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        );
        let closed = json!({ "properties": { "a": {} }, "patternProperties": { "b": {} }, "additionalProperties": false });
        check(closed.clone(), closed);
    }

    #[test]
    fn a_decimal_is_a_number_or_a_text() {
        check(
            json!({ "type": ["string", "number"], "pattern": "p", "exclusiveMinimum": 0, "default": "1.5" }),
            json!({
                "anyOf": [{ "type": "number", "exclusiveMinimum": 0 }, { "type": "string", "pattern": "p" }],
                "default": "1.5",
            }),
        );
        check(
            json!({ "type": ["string", "number", "null"], "pattern": "p" }),
            json!({ "anyOf": [{ "type": "number" }, { "type": "string", "pattern": "p" }, { "type": "null" }] }),
        );
    }

    #[test]
    fn widths_are_bounds() {
        check(
            json!({ "type": "integer", "format": "uint", "minimum": 5 }),
            json!({ "type": "integer", "format": "uint64", "minimum": 5 }),
        );
        check(
            json!({ "type": "integer", "format": "uint8", "exclusiveMinimum": 0 }),
            json!({ "type": "integer", "format": "uint8", "exclusiveMinimum": 0, "maximum": 255 }),
        );
    }
}
