//! Descriptions: what an endpoint takes and gives, as plain data.
//!
//! Every argument and answer writes its part into an [`EndpointDescription`]; the start-up checks and the
//! OpenAPI document are made from nothing else.

use std::any::TypeId;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};
use serde::Serialize;
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

/// A function that edits a part of the document.
pub type EditValue = fn(&mut Value);

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
    pub tags: fn() -> Vec<String>,
    /// An id in place of the made one.
    pub operation_id: Option<&'static str>,
    /// Whether new callers should not use it.
    pub deprecated: bool,
    /// Whether it is left out of the document.
    pub hidden: bool,
    /// Whether it says that anybody may call it.
    pub public: bool,
    /// Whether it has a body and can be served; one without describes a request that the app sends.
    pub served: bool,
    /// Where more is said of it.
    pub external_docs: Option<ExternalDocs>,
    /// What edits the operation in the document, last of all.
    pub openapi: Option<EditValue>,
    /// The largest body in bytes, where it is not the app's.
    pub body_limit: Option<usize>,
    /// The longest run of the handler, where it is not the app's.
    pub timeout: Option<Duration>,
    /// Whether the handler goes on when its client has left, where that is not told by the method.
    pub finishes: Option<bool>,
    /// How its answers are cached, for which the app needs a provider.
    pub cache: Option<CacheInfo>,
}

/// What an attribute says of caching: `cache = "60 s"`. Written by the macro.
#[derive(Debug, Clone, Copy)]
pub struct CacheInfo {
    /// How long an answer is fresh.
    pub lifetime: Duration,
    /// How long after that it may be given while one caller makes it anew.
    pub stale: Duration,
    /// How long an answer that there is nothing (404, 410) is kept.
    pub negative: Duration,
    /// The tags of the answers, with `{name}` of path arguments and `{principal}`.
    pub tags: &'static [&'static str],
}

/// Where a handler stands in the program's text, or a line that puts the app together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct HandlerLocation {
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// The line of the handler's attribute.
    pub line: u32,
    /// The HTTP method; empty where it is no handler.
    #[serde(skip_serializing_if = "is_empty")]
    pub method: &'static str,
    /// The handler's name; empty where it is no handler.
    #[serde(skip_serializing_if = "is_empty")]
    pub handler: &'static str,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands on a reference")]
fn is_empty(text: &&'static str) -> bool {
    text.is_empty()
}

/// A line of the program that is no handler's.
impl From<&'static std::panic::Location<'static>> for HandlerLocation {
    fn from(place: &'static std::panic::Location<'static>) -> Self {
        Self { file: place.file(), line: place.line(), method: "", handler: "" }
    }
}

impl OperationInfo {
    /// Where the handler stands.
    pub fn location(&'static self) -> HandlerLocation {
        HandlerLocation { file: self.file, line: self.line, method: self.method.as_str(), handler: self.name }
    }
}

/// As compilers write places, so that editors and terminals lead there: `src/main.rs:14 (GET read_item)`.
impl fmt::Display for HandlerLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.handler.is_empty() { Ok(()) } else { write!(f, " ({} {})", self.method, self.handler) }
    }
}

/// An operation as the maker of its id sees it: `App::operation_ids`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Operation<'a> {
    /// The handler's name.
    pub name: &'a str,
    /// The module it stands in.
    pub module: &'a str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The whole path, with the prefixes of its routers.
    pub path: &'a str,
    /// Its tags, those of its routers first.
    pub tags: &'a [String],
}

/// A tag as a text: what the value is in JSON. A text is itself, a variant of a `#[model]` enum its word.
pub fn tag(tag: impl Serialize) -> String {
    match serde_json::to_value(tag) {
        Ok(Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// A page that says more.
///
/// ```
/// use fastrs::ExternalDocs;
///
/// let page = ExternalDocs::new("https://example.com/handbook").description("The handbook");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalDocs {
    pub(crate) url: Cow<'static, str>,
    pub(crate) description: Option<Cow<'static, str>>,
}

impl ExternalDocs {
    /// The page at `url`.
    pub fn new(url: impl Into<Cow<'static, str>>) -> Self {
        Self { url: url.into(), description: None }
    }

    /// Says what is there.
    #[must_use]
    pub fn description(mut self, description: impl Into<Cow<'static, str>>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The page in a `static`.
    #[doc(hidden)]
    pub const fn constant(url: &'static str, description: Option<&'static str>) -> Self {
        let description = match description {
            Some(text) => Some(Cow::Borrowed(text)),
            None => None,
        };
        Self { url: Cow::Borrowed(url), description }
    }

    /// The object that OpenAPI has for it.
    pub(crate) fn to_value(&self) -> Value {
        let mut object = serde_json::json!({ "url": self.url });
        if let Some(description) = &self.description {
            object["description"] = description.as_ref().into();
        }
        object
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for ExternalDocs {
    fn from(url: T) -> Self {
        Self::new(url)
    }
}

/// What is wrong with an argument, and how it is mended.
#[derive(Debug, Clone)]
pub struct DescriptionFault {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: &'static str,
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
    /// What a caller must show; each of them, unless it is optional.
    pub(crate) security: Vec<SecurityRequirement>,
    /// The state that must have been given to the app.
    pub needs: Vec<Need>,
    /// The requests that the app may send in the course of it.
    pub callbacks: Vec<EndpointDescription>,
    /// What is wrong with the arguments themselves, found while they were described.
    pub faults: Vec<DescriptionFault>,
    /// Whether something is left to be done when the handler has answered.
    pub(crate) concludes: bool,
    /// Whether what is being described has said all there is, although nothing shows of it.
    is_told: bool,
    /// Stand-ins of dependencies: what they replace is not needed.
    pub(crate) replaced: Vec<TypeId>,
    /// Extractors that take something of the request and do not say what.
    pub(crate) undeclared: Vec<&'static str>,
    /// Whether scheme and host of the request are read.
    pub(crate) reads_origin: bool,
    /// How often an extractor has said what it takes, even if that was nothing.
    declared: usize,
    /// Dependencies described so far, each with the scopes it was asked for with.
    seen: Vec<(TypeId, Vec<&'static str>)>,
    /// The scopes that are asked for around what is being described, outermost first.
    scopes: Vec<&'static str>,
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
            callbacks: Vec::new(),
            faults: Vec::new(),
            concludes: false,
            is_told: false,
            replaced: Vec::new(),
            undeclared: Vec::new(),
            reads_origin: false,
            declared: 0,
            seen: Vec::new(),
            scopes: Vec::new(),
        }
    }

    /// Says that an extractor takes nothing of the request, or nothing that could change an answer.
    ///
    /// One that says [`nothing_to_document`](Self::nothing_to_document) may read what it likes: its operation cannot be
    /// [cached](crate::caching). This one says more.
    ///
    /// ```
    /// use fastrs::RequestContext;
    /// use fastrs::describe::EndpointDescription;
    /// use fastrs::extract::{FromRequest, Rejection};
    ///
    /// struct Now(std::time::Instant);
    ///
    /// impl FromRequest for Now {
    ///     fn describe(description: &mut EndpointDescription) {
    ///         description.takes_nothing();
    ///     }
    ///
    ///     async fn from_request(_: &mut RequestContext) -> Result<Self, Rejection> {
    ///         Ok(Self(std::time::Instant::now()))
    ///     }
    /// }
    /// ```
    pub fn takes_nothing(&mut self) {
        self.is_told = true;
        self.declared += 1;
    }

    /// Describes a dependency: wholly at its first sight, and later, where it is asked for with other scopes, by what
    /// its security schemes make of them.
    pub(crate) fn dependency(&mut self, dependency: TypeId, describe: fn(&mut Self)) {
        self.declared += 1;
        let known = self.seen.iter().any(|(seen, _)| *seen == dependency);
        let sight = (dependency, self.scopes.clone());
        self.is_told = true;
        if self.seen.contains(&sight) {
            return;
        }
        self.seen.push(sight);
        if known {
            self.only_security(describe)
        } else {
            describe(self)
        }
        self.is_told = true;
    }

    /// Says that an extractor takes nothing of the request that a document could name: the address of the client, the
    /// headers as a whole, something of the app itself.
    ///
    /// An extractor that says neither this nor anything else in its `describe` is a fault of the wiring: what it takes
    /// would be missing in the document.
    ///
    /// ```
    /// use fastrs::RequestContext;
    /// use fastrs::describe::EndpointDescription;
    /// use fastrs::extract::{FromRequest, Rejection};
    /// use fastrs::prelude::*;
    ///
    /// struct IsSafe(bool);
    ///
    /// impl FromRequest for IsSafe {
    ///     fn describe(description: &mut EndpointDescription) {
    ///         description.nothing_to_document();
    ///     }
    ///
    ///     async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
    ///         Ok(Self(cx.parts().method.is_safe()))
    ///     }
    /// }
    ///
    /// #[get("/")]
    /// async fn root(safe: IsSafe) -> bool { safe.0 }
    ///
    /// assert!(App::new("Shop", "1.0.0").routes(routes![root]).build().is_ok());
    /// ```
    pub fn nothing_to_document(&mut self) {
        self.is_told = true;
    }

    /// Lets an extractor describe itself, and notes a fault if it says nothing.
    pub(crate) fn extractor(&mut self, name: &'static str, describe: fn(&mut Self)) {
        let around = std::mem::take(&mut self.is_told);
        let (before, declared) = (self.extent(), self.inputs());
        describe(self);
        if self.inputs() == declared {
            self.undeclared.push(name);
        }
        let mut is_told = self.is_told || self.extent() != before;
        if !is_told {
            // What it says may have been said by another one.
            let mut alone = Self::new(self.operation);
            let nothing = alone.extent();
            describe(&mut alone);
            is_told = alone.is_told || alone.extent() != nothing;
        }
        if !is_told {
            let what = format!("the extractor `{name}` does not say what it takes of the request");
            let help = "let its `describe` say it, or that there is nothing for a document: `description.nothing_to_document()`";
            self.faults.push(DescriptionFault { what, help });
        }
        self.is_told = around || is_told;
    }

    /// How much has been said of what is read.
    fn inputs(&self) -> ([usize; 4], usize, bool) {
        let lists = [self.parameters.len(), self.groups.len(), self.bodies.len(), self.needs.len()];
        (lists, self.declared, self.reads_origin)
    }

    /// How much has been said.
    fn extent(&self) -> [usize; 9] {
        [
            self.parameters.len(),
            self.groups.len(),
            self.bodies.len(),
            self.responses.all.len(),
            self.responses.errors.len(),
            self.security.len(),
            self.needs.len(),
            self.callbacks.len(),
            self.faults.len() + usize::from(self.concludes),
        ]
    }

    /// Keeps of a description only what it says of security.
    fn only_security(&mut self, describe: fn(&mut Self)) {
        let mut again = Self::new(self.operation);
        std::mem::swap(&mut again.security, &mut self.security);
        std::mem::swap(&mut again.seen, &mut self.seen);
        again.scopes.clone_from(&self.scopes);
        again.replaced.clone_from(&self.replaced);
        describe(&mut again);
        (self.security, self.seen) = (again.security, again.seen);
    }

    /// Describes what is asked for with further scopes, or roles: every scheme that `describe` requires shows them.
    pub fn with_scopes(&mut self, scopes: &[&'static str], describe: impl FnOnce(&mut Self)) {
        let known = self.scopes.len();
        extend_scopes(&mut self.scopes, scopes);
        describe(self);
        self.scopes.truncate(known);
    }

    /// Adds what a caller must show: one of these schemes, with the scopes that are asked for around it.
    ///
    /// ```
    /// use fastrs::describe::{EndpointDescription, SecurityScheme};
    /// use fastrs::extract::{FromRequest, Rejection};
    /// use fastrs::{HttpError, RequestContext};
    /// use serde_json::json;
    ///
    /// struct ClientCertificate;
    ///
    /// impl FromRequest for ClientCertificate {
    ///     fn describe(description: &mut EndpointDescription) {
    ///         let scheme = SecurityScheme::new("MutualTLS", json!({ "type": "mutualTLS" }));
    ///         description.require(vec![scheme], false);
    ///     }
    ///
    ///     async fn from_request(_: &mut RequestContext) -> Result<Self, Rejection> {
    ///         Err(HttpError::new(401, "no certificate").into())
    ///     }
    /// }
    /// ```
    pub fn require(&mut self, any_of: Vec<SecurityScheme>, optional: bool) {
        self.declared += 1;
        self.is_told = true;
        match self.security.iter_mut().find(|known| known.any_of == any_of) {
            Some(known) => {
                known.optional &= optional;
                extend_scopes(&mut known.scopes, &self.scopes);
            }
            None => {
                self.security.push(SecurityRequirement { any_of, scopes: self.scopes.clone(), optional });
            }
        }
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

impl Parameter {
    /// A parameter that must be sent, of which nothing more is said.
    ///
    /// ```
    /// use fastrs::describe::{Parameter, Place};
    ///
    /// let parameter = Parameter::new::<String>(Place::Header, "user-agent");
    /// assert!(parameter.required);
    /// let optional = Parameter { required: false, ..parameter };
    /// ```
    pub fn new<T: schemars::JsonSchema>(place: Place, name: &'static str) -> Self {
        Self {
            name,
            place,
            required: true,
            schema: SchemaOf::new::<T>(),
            rules: Rules::NONE,
            default: None,
            notes: ParameterNotes::default(),
        }
    }
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
    /// Examples that have names, shown one at a time.
    pub named_examples: Option<fn() -> Vec<NamedExample>>,
    /// Whether new callers should not use it.
    pub deprecated: bool,
    /// Whether it is left out of the document.
    pub hidden: bool,
    /// Whether no item may stand twice.
    pub unique_items: bool,
}

/// An example with a name. Written by the macro.
#[derive(Debug)]
pub struct NamedExample {
    /// Its name.
    pub name: &'static str,
    /// What it shows, in a line.
    pub summary: Option<&'static str>,
    /// What it shows, in Markdown.
    pub description: Option<&'static str>,
    /// The example itself.
    pub value: Value,
}

/// A model whose fields are parameters of one place.
#[derive(Debug)]
pub struct ParameterGroup {
    /// Where they are taken from.
    pub place: Place,
    /// Whether the underscores in a header's name stay underscores.
    pub keep_underscores: bool,
    /// The names of its fields.
    pub names: Vec<&'static str>,
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
    /// `multipart/form-data`.
    Multipart,
    /// Any bytes.
    Bytes,
    /// Any text.
    Text,
}

impl Media {
    /// Whether it is a form, with files or without.
    pub const fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Multipart)
    }

    /// The media type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
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
pub struct Responses {
    all: Vec<ResponseDescription>,
    /// The types of errors that are answered, for which the app may have a handler.
    errors: Vec<TypeId>,
}

/// What is known of a body.
#[derive(Debug, Clone, Copy)]
pub enum ContentSchema {
    /// Nothing.
    Any,
    /// The schema of the whole.
    Whole(SchemaOf),
    /// The schema of each item of a stream.
    Items(SchemaOf),
}

/// One possible answer.
#[derive(Debug, Clone)]
pub struct ResponseDescription {
    /// The status; `None` for every status that is not named.
    pub status: Option<StatusCode>,
    /// When it is given.
    pub description: Cow<'static, str>,
    /// The bodies it can have: their media types and schemas.
    pub content: Vec<(&'static str, ContentSchema)>,
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
        self.content.push((media, schema.map_or(ContentSchema::Any, ContentSchema::Whole)));
        self
    }

    /// Adds a body that is a stream of items.
    #[must_use]
    pub fn with_items(mut self, media: &'static str, item: SchemaOf) -> Self {
        self.content.push((media, ContentSchema::Items(item)));
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
        let Some(known) = self.all.iter_mut().find(|known| known.status == response.status) else {
            return self.all.push(response);
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
        match self.all.iter_mut().find(|known| known.status == response.status) {
            Some(known) => {
                known.description = response.description;
                // Who declares only words keeps the body that the type gives.
                if !response.content.is_empty() {
                    known.content = response.content;
                }
                known.headers.extend(response.headers);
            }
            None => self.all.push(response),
        }
    }

    /// Says in other words when the answer of this status is given.
    pub fn reword(&mut self, status: StatusCode, description: &'static str) {
        match self.all.iter_mut().find(|known| known.status == Some(status)) {
            Some(known) => known.description = description.into(),
            None => self.all.push(ResponseDescription::new(status, description)),
        }
    }

    /// Gives the errors of a status, as far as the framework wrote them, other bodies.
    pub(crate) fn replace_error(
        &mut self,
        status: Option<StatusCode>,
        content: &[(&'static str, ContentSchema)],
    ) {
        let is_error = |content: &(&str, ContentSchema)| matches!(content.1, ContentSchema::Whole(schema) if schema.is_error());
        for known in self.all.iter_mut().filter(|known| known.status == status) {
            if known.content.iter().any(is_error) {
                known.content.retain(|content| !is_error(content));
                known.content.extend_from_slice(content);
            }
        }
    }

    /// Notes that errors of type `E` are answered, for which the app may have a handler: `App::on_error`.
    pub fn note_error<E: 'static>(&mut self) {
        self.errors.push(TypeId::of::<E>());
    }

    /// Whether errors of this type are answered, or any at all through `?`.
    pub(crate) fn answers_error(&self, error: TypeId) -> bool {
        self.errors.contains(&error) || self.has_default()
    }

    /// Whether there is an answer of whatever status.
    pub(crate) fn has_default(&self) -> bool {
        self.iter().any(|known| known.status.is_none())
    }

    /// Adds headers to the answers of some statuses.
    pub(crate) fn add_headers(
        &mut self,
        applies: impl Fn(StatusCode) -> bool,
        headers: &[(&'static str, &'static str)],
    ) {
        for known in self.all.iter_mut().filter(|known| known.status.is_some_and(&applies)) {
            for header in headers {
                if !known.headers.iter().any(|(name, _)| *name == header.0) {
                    known.headers.push(*header);
                }
            }
        }
    }

    /// Whether a status is among them.
    pub fn contains(&self, status: StatusCode) -> bool {
        self.all.iter().any(|known| known.status == Some(status))
    }

    /// The answers, in order of description.
    pub fn iter(&self) -> std::slice::Iter<'_, ResponseDescription> {
        self.all.iter()
    }
}

/// A security scheme as the document writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// The name of the scheme's component.
    pub name: Cow<'static, str>,
    /// The scheme object of OpenAPI 3.1.
    pub object: Value,
}

impl SecurityScheme {
    /// A scheme of this name.
    pub fn new(name: impl Into<Cow<'static, str>>, object: Value) -> Self {
        Self { name: name.into(), object }
    }
}

/// What a caller must show.
#[derive(Debug)]
pub(crate) struct SecurityRequirement {
    /// One of these is enough.
    pub(crate) any_of: Vec<SecurityScheme>,
    /// The scopes that are needed.
    pub(crate) scopes: Vec<&'static str>,
    /// Whether the operation can be called without it.
    pub(crate) optional: bool,
}

/// Adds scopes, each once and behind those that are there.
pub(crate) fn extend_scopes(scopes: &mut Vec<&'static str>, more: &[&'static str]) {
    for scope in more {
        if !scopes.contains(scope) {
            scopes.push(scope);
        }
    }
}

/// A value that must have been given to the app before it can start.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The type.
    pub id: TypeId,
    /// The type's name, for people.
    pub name: &'static str,
}
