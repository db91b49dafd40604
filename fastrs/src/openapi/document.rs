//! The document as a whole.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::operation::operation;
use crate::describe::{EndpointDescription, tag};
use crate::schema::{Clash, Schemas};

/// What the app says of itself.
#[derive(Debug, Clone)]
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
    pub(crate) external_docs: Option<Value>,
    pub(crate) separate_schemas: bool,
}

impl Metadata {
    pub(crate) fn new(title: String, version: String) -> Self {
        Self {
            title,
            version,
            summary: None,
            description: None,
            terms_of_service: None,
            contact: None,
            license: None,
            servers: Vec::new(),
            tags: Vec::new(),
            external_docs: None,
            separate_schemas: true,
        }
    }

    /// The object of a tag, which is made where nothing has been said of it.
    pub(crate) fn tag(&mut self, name: impl Serialize) -> &mut Value {
        let name = tag(name);
        let known = self.tags.iter().position(|tag| tag["name"] == name.as_str());
        let index = known.unwrap_or(self.tags.len());
        if known.is_none() {
            self.tags.push(json!({ "name": name }));
        }
        &mut self.tags[index]
    }
}

/// An address at which an app is reached.
///
/// ```
/// use fastrs::{App, Server};
///
/// let app = App::new("Shop", "1.0.0")
///     .server("https://api.example.com")
///     .server(Server::new("https://staging.example.com").description("For trying out"));
/// # app.build().unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    url: String,
    description: Option<String>,
}

impl Server {
    /// The address: whole, or a path on the host of the document.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), description: None }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The object that OpenAPI has for it.
    pub(crate) fn to_value(&self) -> Value {
        let mut object = json!({ "url": self.url });
        if let Some(description) = &self.description {
            object["description"] = description.as_str().into();
        }
        object
    }
}

impl<T: Into<String>> From<T> for Server {
    fn from(url: T) -> Self {
        Self::new(url)
    }
}

/// One operation to be documented.
pub(crate) struct Document<'a> {
    /// The path, the name of a webhook, or the expression for a callback's address.
    pub(crate) path: String,
    pub(crate) description: &'a EndpointDescription,
    pub(crate) tags: Vec<String>,
    pub(crate) operation_id: String,
    pub(crate) deprecated: bool,
}

/// Builds the document of `operations` and `webhooks`, in their order; the names that two schemas have come with it.
pub(crate) fn build(
    metadata: &Metadata,
    operations: &[Document<'_>],
    webhooks: &[Document<'_>],
) -> (Value, Vec<Clash>) {
    let mut schemas = Schemas::new(metadata.separate_schemas);
    let mut security = Map::new();
    for description in operations.iter().chain(webhooks).map(|item| item.description) {
        let callbacks = description.callbacks.iter().flat_map(|callback| &callback.security);
        let schemes =
            description.security.iter().chain(callbacks).flat_map(|requirement| &requirement.any_of);
        for scheme in schemes {
            security.insert(scheme.name.to_string(), scheme.object.clone());
        }
    }
    let mut document = json!({ "openapi": "3.1.0", "info": info(metadata) });
    if !metadata.servers.is_empty() {
        document["servers"] = metadata.servers.clone().into();
    }
    document["paths"] = paths(operations, &mut schemas).into();
    if !webhooks.is_empty() {
        document["webhooks"] = paths(webhooks, &mut schemas).into();
    }
    if !security.is_empty() {
        // Said once: an operation needs no credentials unless it says so itself.
        document["security"] = json!([]);
    }
    let (schemas, clashes) = schemas.finish(&mut document);
    let mut components = Map::new();
    for (key, objects) in [("schemas", schemas), ("securitySchemes", security)] {
        if !objects.is_empty() {
            components.insert(key.into(), objects.into());
        }
    }
    if !components.is_empty() {
        document["components"] = components.into();
    }
    if !metadata.tags.is_empty() {
        document["tags"] = metadata.tags.clone().into();
    }
    if let Some(docs) = &metadata.external_docs {
        document["externalDocs"] = docs.clone();
    }
    (document, clashes)
}

/// A path item for every path, an operation in it for every method.
pub(super) fn paths(operations: &[Document<'_>], schemas: &mut Schemas) -> Map<String, Value> {
    let mut paths = Map::new();
    for item in operations {
        let method = item.description.operation.method.as_str().to_ascii_lowercase();
        let path = paths.entry(item.path.clone()).or_insert_with(|| json!({}));
        path[method] = operation(item, schemas);
    }
    paths
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
