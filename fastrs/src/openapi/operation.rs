//! One operation of the document.

use serde_json::{Map, Value, json};

use super::document::{Document, paths};
use super::parameters::{annotate, named_examples, parameters};
use super::text::{title, word};
use crate::describe::{
    BodyPart, ContentSchema, EndpointDescription, ExternalDocs, Media, OperationInfo, ResponseDescription,
    SecurityRequirement,
};
use crate::schema::{Direction, Schemas};

/// The id of an operation that names none: unique because method and path are.
pub(crate) fn operation_id(operation: &OperationInfo, path: &str) -> String {
    let method = operation.method.as_str().to_ascii_lowercase();
    format!("{}_{method}", word(&format!("{}{path}", operation.name)))
}

pub(super) fn operation(item: &Document<'_>, schemas: &mut Schemas) -> Value {
    let description = item.description;
    let operation = description.operation;
    let mut object = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.into(), value);
        }
    };
    set("tags", (!item.tags.is_empty()).then(|| item.tags.clone().into()));
    set("summary", Some(operation.summary.map_or_else(|| title(operation.name), str::to_owned).into()));
    set("description", (!operation.description.is_empty()).then(|| operation.description.into()));
    set("externalDocs", operation.external_docs.as_ref().map(ExternalDocs::to_value));
    set("operationId", Some(item.operation_id.clone().into()));
    set("deprecated", item.deprecated.then(|| true.into()));
    set("security", security(description));
    let parameters = parameters(description, schemas);
    set("parameters", (!parameters.is_empty()).then(|| parameters.into()));
    set("requestBody", body(item, schemas));
    set("callbacks", callbacks(description, schemas));
    set("responses", Some(responses(description, schemas)));
    let mut object = Value::Object(object);
    if let Some(edit) = operation.openapi {
        edit(&mut object);
    }
    object
}

/// Each callback under its name: the expression for its address, and what is sent there.
fn callbacks(description: &EndpointDescription, schemas: &mut Schemas) -> Option<Value> {
    let mut callbacks = Map::new();
    for callback in &description.callbacks {
        let path = paths(&[Document::sent(callback)], schemas);
        callbacks.insert(callback.operation.name.into(), path.into());
    }
    (!callbacks.is_empty()).then(|| callbacks.into())
}

impl<'a> Document<'a> {
    /// A request that the app sends: a webhook or a callback.
    pub(crate) fn sent(description: &'a EndpointDescription) -> Self {
        let operation = description.operation;
        let path = operation.path.to_owned();
        let id = operation.operation_id.map_or_else(|| operation_id(operation, &path), str::to_owned);
        let (tags, deprecated) = ((operation.tags)(), operation.deprecated);
        Self { path, description, tags, operation_id: id, deprecated }
    }
}

/// One object per alternative: all its schemes are needed. The empty one says that it works without.
fn security(description: &EndpointDescription) -> Option<Value> {
    if description.security.is_empty() {
        return None;
    }
    let (optional, needed): (Vec<_>, Vec<_>) =
        description.security.iter().partition(|requirement| requirement.optional);
    let mut alternatives = vec![Map::new()];
    for requirement in needed {
        alternatives = with_each(&alternatives, requirement);
    }
    let mut all = Vec::new();
    for requirement in optional {
        all.extend(with_each(&alternatives, requirement));
    }
    all.extend(alternatives);
    Some(all.into_iter().map(Value::Object).collect::<Vec<_>>().into())
}

/// The alternatives with each scheme that fulfils the requirement.
fn with_each(
    alternatives: &[Map<String, Value>],
    requirement: &SecurityRequirement,
) -> Vec<Map<String, Value>> {
    let schemes = requirement.any_of.iter();
    let with = schemes.flat_map(|scheme| {
        alternatives.iter().map(|alternative| {
            let mut with = alternative.clone();
            with.insert(scheme.name.to_string(), requirement.scopes.clone().into());
            with
        })
    });
    with.collect()
}

fn body(item: &Document<'_>, schemas: &mut Schemas) -> Option<Value> {
    let parts: Vec<&BodyPart> = item.description.bodies.iter().filter(|part| !part.notes.hidden).collect();
    let first = *parts.first()?;
    let mut media = Map::new();
    if matches!(first.media, Media::Bytes | Media::Text) {
        let schema = if first.media == Media::Text { json!({ "type": "string" }) } else { json!({}) };
        media.insert(first.media.name().into(), json!({ "schema": schema }));
        return Some(json!({ "content": media }));
    }
    let schema = if first.whole && parts.len() == 1 {
        part_schema(first, schemas)
    } else {
        object_of(&parts, &item.operation_id, schemas)
    };
    // One file makes the whole form multipart.
    let files = parts.iter().find(|part| part.media == Media::Multipart);
    let name = files.unwrap_or(&first).media.name();
    let mut content = json!({ "schema": schema });
    if let Some(examples) = named_examples(&first.notes).filter(|_| parts.len() == 1) {
        content["examples"] = examples;
    }
    media.insert(name.into(), content);
    let mut body = json!({ "content": media });
    if parts.iter().any(|part| part.required) {
        body["required"] = true.into();
    }
    Some(body)
}

fn part_schema(part: &BodyPart, schemas: &mut Schemas) -> Value {
    let schema = schemas.of(part.schema, Direction::Input);
    annotate(schema, &part.rules, part.default.as_ref(), &part.notes)
}

/// Several parts are the fields of one object, which has a name of its own, so that clients can have a type for it.
fn object_of(parts: &[&BodyPart], operation_id: &str, schemas: &mut Schemas) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts {
        let mut schema = part_schema(part, schemas);
        // A model beside other fields of a form: its fields stand among them.
        if part.whole {
            merge(schemas.definition(&schema).unwrap_or(schema), &mut properties, &mut required);
            continue;
        }
        if part.required {
            required.push(Value::from(part.name));
        }
        if schema.get("$ref").is_none() && schema.get("title").is_none() {
            schema["title"] = title(part.name).into();
        }
        properties.insert(part.name.into(), schema);
    }
    let name = format!("Body_{operation_id}");
    let mut object = json!({ "properties": properties, "type": "object", "title": name });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    schemas.add(&name, object)
}

fn merge(model: Value, properties: &mut Map<String, Value>, required: &mut Vec<Value>) {
    let Value::Object(mut model) = model else { return };
    if let Some(Value::Object(fields)) = model.shift_remove("properties") {
        properties.extend(fields);
    }
    if let Some(Value::Array(names)) = model.shift_remove("required") {
        required.extend(names);
    }
}

fn responses(description: &EndpointDescription, schemas: &mut Schemas) -> Value {
    let mut all: Vec<&ResponseDescription> = description.responses.iter().collect();
    // In order of status, what is not named last.
    all.sort_by_key(|response| response.status.map_or(u16::MAX, |status| status.as_u16()));
    let responses: Map<String, Value> = all
        .into_iter()
        .map(|response| {
            let status =
                response.status.map_or_else(|| "default".to_owned(), |status| status.as_str().to_owned());
            (status, response_object(response, schemas))
        })
        .collect();
    responses.into()
}

fn response_object(response: &ResponseDescription, schemas: &mut Schemas) -> Value {
    let mut object = json!({ "description": response.description });
    if !response.headers.is_empty() {
        let headers: Map<String, Value> = response
            .headers
            .iter()
            .map(|(name, text)| {
                ((*name).to_owned(), json!({ "description": text, "schema": { "type": "string" } }))
            })
            .collect();
        object["headers"] = headers.into();
    }
    let mut content: Map<String, Value> = Map::new();
    for (media, schema) in &response.content {
        let mut schema_of = |schema| schemas.of(schema, Direction::Output);
        // What a stream repeats has a keyword of its own, which OpenAPI 3.2 defines and FastAPI writes too.
        let (keyword, schema) = match *schema {
            ContentSchema::Any => ("schema", json!({})),
            ContentSchema::Whole(schema) => ("schema", schema_of(schema)),
            ContentSchema::Items(item) => ("itemSchema", schema_of(item)),
        };
        let media = content.entry(*media).or_insert_with(|| json!({}));
        match media.get_mut(keyword) {
            None => media[keyword] = schema,
            Some(known) => *known = either(known.take(), schema),
        }
    }
    if !content.is_empty() {
        object["content"] = content.into();
    }
    object
}

/// The schema of what fits one of two, or both.
fn either(known: Value, schema: Value) -> Value {
    let mut branches = match known {
        Value::Object(mut object) if object.len() == 1 && object.contains_key("anyOf") => {
            object["anyOf"].as_array_mut().map(std::mem::take).unwrap_or_default()
        }
        known => vec![known],
    };
    if !branches.contains(&schema) {
        branches.push(schema);
    }
    if branches.len() == 1 { branches.remove(0) } else { json!({ "anyOf": branches }) }
}
