//! The document as a whole.

use serde_json::{Map, Value, json};

use super::operation::operation;
use crate::describe::EndpointDescription;
use crate::path::Template;
use crate::schema::Schemas;

/// What the app says of itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) terms_of_service: Option<String>,
    pub(crate) contact: Option<Value>,
    pub(crate) license: Option<Value>,
    pub(crate) servers: Vec<Value>,
    pub(crate) tags: Vec<Value>,
}

/// One operation to be documented.
pub(crate) struct Document<'a> {
    pub(crate) template: &'a Template,
    pub(crate) description: &'a EndpointDescription,
    pub(crate) tags: Vec<String>,
    pub(crate) operation_id: String,
    pub(crate) deprecated: bool,
}

/// Builds the document of `operations`, in their order.
pub(crate) fn build(metadata: &Metadata, operations: &[Document<'_>]) -> Value {
    let mut schemas = Schemas::new();
    let mut security = Map::new();
    let mut paths = Map::new();
    for item in operations {
        for scheme in item.description.security.iter().flat_map(|requirement| &requirement.any_of) {
            security.insert(scheme.name.to_string(), scheme.object.clone());
        }
        let method = item.description.operation.method.as_str().to_ascii_lowercase();
        let path = paths.entry(item.template.openapi()).or_insert_with(|| json!({}));
        path[method] = operation(item, &mut schemas);
    }
    let mut document = json!({ "openapi": "3.1.0", "info": info(metadata) });
    if !metadata.servers.is_empty() {
        document["servers"] = metadata.servers.clone().into();
    }
    document["paths"] = paths.into();
    // Said once: an operation needs no credentials unless it says so itself.
    document["security"] = json!([]);
    let components = schemas.finish(&mut document);
    document["components"] = json!({});
    if !components.is_empty() {
        document["components"]["schemas"] = components.into();
    }
    if !security.is_empty() {
        document["components"]["securitySchemes"] = security.into();
    }
    if !metadata.tags.is_empty() {
        document["tags"] = metadata.tags.clone().into();
    }
    document
}

fn info(metadata: &Metadata) -> Value {
    let mut info = Map::new();
    info.insert("title".into(), metadata.title.clone().into());
    let texts = [
        ("summary", &metadata.summary),
        ("description", &metadata.description),
        ("termsOfService", &metadata.terms_of_service),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            info.insert(key.into(), text.clone().into());
        }
    }
    for (key, value) in [("contact", &metadata.contact), ("license", &metadata.license)] {
        if let Some(value) = value {
            info.insert(key.into(), value.clone());
        }
    }
    info.insert("version".into(), metadata.version.clone().into());
    info.into()
}
