//! Descriptions: what an endpoint takes and gives, as plain data.
//!
//! Every argument and answer writes its part into an [`EndpointDescription`]; the start-up checks and the
//! OpenAPI document are made from nothing else.

use std::any::TypeId;
use std::borrow::Cow;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::Value;

use crate::schema::SchemaOf;
use crate::validate::Rules;

/// The place of a request that a value is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl Place {
    /// The word that OpenAPI and an error's `loc` use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// What the attribute of a handler says, and where the handler stands. Written by the macro.
#[derive(Debug)]
pub struct OperationInfo {
    /// The handler's name.
    pub name: &'static str,
    /// The module it stands in.
    pub module: &'static str,
    /// The file it stands in.
    pub file: &'static str,
    /// The line of its attribute.
    pub line: u32,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: &'static str,
    /// The status of a success.
    pub status: u16,
    /// A short title; made from the name where absent.
    pub summary: Option<&'static str>,
    /// The doc comment, or what stands in for it.
    pub description: &'static str,
    /// Tags of this operation.
    pub tags: &'static [&'static str],
    /// An id in place of the made one.
    pub operation_id: Option<&'static str>,
    /// Whether new callers should not use it.
    pub deprecated: bool,
    /// Whether it is left out of the document.
    pub hidden: bool,
    /// The largest body in bytes, where it is not the app's.
    pub body_limit: Option<usize>,
    /// The longest run of the handler, where it is not the app's.
    pub timeout: Option<Duration>,
    /// A rate limit, for which the app needs a provider.
    pub rate_limit: Option<&'static str>,
    /// A cache lifetime, for which the app needs a provider.
    pub cache: Option<&'static str>,
}

/// What an endpoint takes and gives.
#[derive(Debug)]
pub struct EndpointDescription {
    /// The attribute's part.
    pub operation: &'static OperationInfo,
    /// Single parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Models whose fields are parameters.
    pub groups: Vec<ParameterGroup>,
    /// The parts of the body.
    pub bodies: Vec<BodyPart>,
    /// The possible answers.
    pub responses: Responses,
    /// The security schemes that guard it.
    pub security: Vec<SecurityScheme>,
    /// The state that must have been given to the app.
    pub needs: Vec<Need>,
    /// What is wrong with the arguments themselves, found while they were described.
    pub faults: Vec<String>,
    /// Whether something is left to be done when the handler has answered.
    pub(crate) concludes: bool,
    /// Stand-ins of dependencies: what they replace is not needed.
    pub(crate) replaced: Vec<TypeId>,
    /// Dependencies described so far: each is described once however often it is asked for.
    seen: Vec<TypeId>,
}

impl EndpointDescription {
    /// An empty description of an operation.
    pub fn new(operation: &'static OperationInfo) -> Self {
        Self {
            operation,
            parameters: Vec::new(),
            groups: Vec::new(),
            bodies: Vec::new(),
            responses: Responses::default(),
            security: Vec::new(),
            needs: Vec::new(),
            faults: Vec::new(),
            concludes: false,
            replaced: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// Notes a dependency; `false` if it has been noted before.
    pub fn first_sight_of(&mut self, dependency: TypeId) -> bool {
        let new = !self.seen.contains(&dependency);
        if new {
            self.seen.push(dependency);
        }
        new
    }

    /// The status of a success.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.operation.status).unwrap_or(StatusCode::OK)
    }
}

/// A single parameter.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it is taken from.
    pub place: Place,
    /// Whether the request is refused without it.
    pub required: bool,
    /// The schema of its type.
    pub schema: SchemaOf,
    /// The declared constraints.
    pub rules: Rules,
    /// The value when it is absent.
    pub default: Option<Value>,
    /// What is said about it.
    pub notes: ParameterNotes,
}

/// What is said of an argument beside its type and constraints. Written by the macro.
#[derive(Debug, Clone, Copy, Default)]
pub struct ParameterNotes {
    /// A name for people.
    pub title: Option<&'static str>,
    /// The doc comment, or what stands in for it.
    pub description: Option<&'static str>,
    /// Examples.
    pub examples: Option<fn() -> Vec<Value>>,
    /// Whether new callers should not use it.
    pub deprecated: bool,
    /// Whether it is left out of the document.
    pub hidden: bool,
    /// Whether no item may stand twice.
    pub unique_items: bool,
}

/// A model whose fields are parameters of one place.
#[derive(Debug)]
pub struct ParameterGroup {
    /// Where they are taken from.
    pub place: Place,
    /// The schema of the model.
    pub schema: SchemaOf,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Any bytes.
    Bytes,
    /// Any text.
    Text,
}

impl Media {
    /// The media type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Bytes => "application/octet-stream",
            Self::Text => "text/plain",
        }
    }
}

/// A part of the body, or the whole of it.
#[derive(Debug)]
pub struct BodyPart {
    /// The name of the part, where the body has several.
    pub name: &'static str,
    /// Whether it is the whole body or one field of it.
    pub whole: bool,
    /// How it is written.
    pub media: Media,
    /// Whether the request is refused without it.
    pub required: bool,
    /// The schema of its type.
    pub schema: SchemaOf,
    /// The declared constraints.
    pub rules: Rules,
    /// The value when it is absent.
    pub default: Option<Value>,
    /// What is said about it.
    pub notes: ParameterNotes,
}

/// The possible answers of an operation, each status once.
#[derive(Debug, Default)]
pub struct Responses(Vec<ResponseDescription>);

/// One possible answer.
#[derive(Debug, Clone)]
pub struct ResponseDescription {
    /// The status; `None` for every status that is not named.
    pub status: Option<StatusCode>,
    /// When it is given.
    pub description: Cow<'static, str>,
    /// The bodies it can have: their media types and schemas.
    pub content: Vec<(&'static str, Option<SchemaOf>)>,
    /// Headers of this answer, with what they say.
    pub headers: Vec<(&'static str, &'static str)>,
}

impl ResponseDescription {
    /// An answer without a body.
    pub fn new(status: StatusCode, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: Some(status),
            description: description.into(),
            content: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// A success of the declared status.
    pub fn success(status: StatusCode) -> Self {
        Self::new(status, "Successful Response")
    }

    /// Adds a body.
    #[must_use]
    pub fn with_content(mut self, media: &'static str, schema: Option<SchemaOf>) -> Self {
        self.content.push((media, schema));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, description: &'static str) -> Self {
        self.headers.push((name, description));
        self
    }
}

impl Responses {
    /// Adds an answer. A second one of the same status adds its description to the first.
    pub fn add(&mut self, response: ResponseDescription) {
        let Some(known) = self.0.iter_mut().find(|known| known.status == response.status) else {
            return self.0.push(response);
        };
        if !known.description.split("\n\n").any(|part| part == response.description) {
            known.description = format!("{}\n\n{}", known.description, response.description).into();
        }
        known.content.extend(response.content);
        for header in response.headers {
            if !known.headers.iter().any(|(name, _)| *name == header.0) {
                known.headers.push(header);
            }
        }
    }

    /// Replaces what is said of the answer of this status, or adds it.
    pub fn set(&mut self, response: ResponseDescription) {
        match self.0.iter_mut().find(|known| known.status == response.status) {
            Some(known) => {
                known.description = response.description;
                // Who declares only words keeps the body that the type gives.
                if !response.content.is_empty() {
                    known.content = response.content;
                }
                known.headers.extend(response.headers);
            }
            None => self.0.push(response),
        }
    }

    /// Gives the errors of a status, as far as the framework wrote them, other bodies.
    pub(crate) fn replace_error(
        &mut self,
        status: Option<StatusCode>,
        content: &[(&'static str, Option<SchemaOf>)],
    ) {
        let is_error = |content: &(&str, Option<SchemaOf>)| content.1.is_some_and(SchemaOf::is_error);
        for known in self.0.iter_mut().filter(|known| known.status == status) {
            if known.content.iter().any(is_error) {
                known.content.retain(|content| !is_error(content));
                known.content.extend_from_slice(content);
            }
        }
    }

    /// Whether a status is among them.
    pub fn contains(&self, status: StatusCode) -> bool {
        self.0.iter().any(|known| known.status == Some(status))
    }

    /// The answers, in order of description.
    pub fn iter(&self) -> std::slice::Iter<'_, ResponseDescription> {
        self.0.iter()
    }
}

/// A security scheme as the document writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// The name of the scheme's component.
    pub name: Cow<'static, str>,
    /// The scheme object of OpenAPI 3.1.
    pub scheme: Value,
    /// The scopes that are needed.
    pub scopes: Vec<&'static str>,
    /// Whether the operation can be called without it.
    pub optional: bool,
}

/// A value that must have been given to the app before it can start.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The type.
    pub id: TypeId,
    /// The type's name, for people.
    pub name: &'static str,
}
