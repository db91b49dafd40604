//! The parameters of an operation.

use serde_json::{Map, Value, json};

use super::text::title;
use crate::describe::{EndpointDescription, Parameter, ParameterGroup, ParameterNotes, Place};
use crate::schema::{Direction, Schemas, apply_rules, count_properties};
use crate::validate::Rules;

/// All parameters: path, query, header, cookie, each in order of description.
pub(super) fn parameters(description: &EndpointDescription, schemas: &mut Schemas) -> Vec<Value> {
    let mut all: Vec<(Place, Value)> = Vec::new();
    for parameter in description.parameters.iter().filter(|parameter| !parameter.notes.hidden) {
        add(&mut all, parameter.place, single(parameter, schemas));
    }
    for group in &description.groups {
        for parameter in fields(group, schemas) {
            add(&mut all, group.place, parameter);
        }
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, parameter)| parameter).collect()
}

/// Adds a parameter; of two of one name and place, a required one wins.
fn add(all: &mut Vec<(Place, Value)>, place: Place, parameter: Value) {
    let same = |other: &&mut (Place, Value)| other.0 == place && other.1["name"] == parameter["name"];
    match all.iter_mut().find(same) {
        None => all.push((place, parameter)),
        Some((_, known)) if known["required"] == json!(false) => *known = parameter,
        Some(_) => {}
    }
}

fn single(parameter: &Parameter, schemas: &mut Schemas) -> Value {
    let schema = schemas.of(parameter.schema, Direction::Input);
    let schema = annotate(schema, &parameter.rules, parameter.default.as_ref(), &parameter.notes);
    let mut object = object(parameter.name, parameter.place, parameter.required, schema);
    if let Some(examples) = named_examples(&parameter.notes) {
        object["examples"] = examples;
    }
    object
}

/// The examples that have names: they stand beside the schema.
pub(super) fn named_examples(notes: &ParameterNotes) -> Option<Value> {
    let mut examples = Map::new();
    for example in (notes.named_examples?)() {
        let mut object = Map::new();
        for (key, text) in [("summary", example.summary), ("description", example.description)] {
            if let Some(text) = text {
                object.insert(key.into(), text.into());
            }
        }
        object.insert("value".into(), example.value);
        examples.insert(example.name.into(), object.into());
    }
    Some(examples.into())
}

/// A parameter object; what describes stands beside the schema and inside it, as FastAPI writes it.
fn object(name: &str, place: Place, required: bool, mut schema: Value) -> Value {
    if schema.get("$ref").is_none() && schema.get("title").is_none() {
        schema["title"] = title(name).into();
    }
    let mut object = json!({ "name": name, "in": place.name(), "required": required });
    for key in ["description", "deprecated"] {
        if let Some(value) = schema.get(key) {
            object[key] = value.clone();
        }
    }
    object["schema"] = schema;
    object
}

/// A parameter for every field of a model.
fn fields(group: &ParameterGroup, schemas: &mut Schemas) -> Vec<Value> {
    let schema = schemas.of(group.schema, Direction::Input);
    let schema = schemas.definition(&schema).unwrap_or(schema);
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    properties
        .iter()
        .map(|(name, schema)| {
            let dashed = group.place == Place::Header && !group.keep_underscores;
            let wire = if dashed { name.replace('_', "-") } else { name.clone() };
            object(&wire, group.place, required(name), schema.clone())
        })
        .collect()
}

/// Writes rules, default and notes into a schema, and where it is nullable into its other branch.
pub(super) fn annotate(
    schema: Value,
    rules: &Rules,
    default: Option<&Value>,
    notes: &ParameterNotes,
) -> Value {
    let mut constraints = Map::new();
    apply_rules(&mut constraints, rules);
    if notes.unique_items {
        constraints.insert("uniqueItems".into(), true.into());
    }
    let mut said = Map::new();
    let mut say = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            said.insert(key.into(), value);
        }
    };
    say("title", notes.title.map(Value::from));
    say("description", notes.description.map(Value::from));
    say("default", default.filter(|default| !default.is_null()).cloned());
    say("examples", notes.examples.map(|examples| examples().into()));
    say("deprecated", notes.deprecated.then_some(Value::Bool(true)));
    let mut schema = schema;
    let Value::Object(object) = &mut schema else { return schema };
    let branch =
        object.get_mut("anyOf").and_then(|branches| branches.get_mut(0)).and_then(Value::as_object_mut);
    match branch {
        Some(branch) if !constraints.is_empty() => {
            branch.extend(constraints);
            count_properties(branch);
        }
        _ => {
            object.extend(constraints);
            count_properties(object);
        }
    }
    object.extend(said);
    schema
}
