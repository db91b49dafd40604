//! The trait of arguments.

use std::borrow::Cow;
use std::future::{Future, ready};

use serde::Serialize;
use serde_json::{Map, Value};

use super::Rejection;
use crate::describe::{DescriptionFault, EndpointDescription, ParameterNotes, Place};
use crate::request::RequestContext;
use crate::validate::{Field, FieldSpec, ValidationErrors};

/// How an argument is taken: markers that the compiler infers.
#[allow(missing_debug_implementations, reason = "never made")]
pub mod via {
    /// One text.
    pub enum Scalar {}
    /// One text or none.
    pub enum Optional {}
    /// The texts of a repeated name.
    pub enum List {}
    /// The texts of a repeated name, or none.
    pub enum OptionalList {}
    /// The texts of a repeated name, each of its own type.
    pub enum Tuple {}
    /// A model whose fields are parameters.
    pub enum Fields {}
    /// JSON.
    pub enum Json {}
    /// An extractor takes itself.
    pub enum Extractor {}
    /// The body as it came.
    pub enum Raw {}
    /// One file.
    pub enum File {}
    /// One file or none.
    pub enum OptionalFile {}
    /// The files of a repeated name.
    pub enum Files {}
    /// The files of a repeated name, or none.
    pub enum OptionalFiles {}
}

/// What an argument takes of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentKind {
    /// Parameters: the path, the query, headers, cookies.
    Parameter,
    /// Fields of a form.
    Form,
    /// Files of a form.
    File {
        /// Whether the content is kept in memory.
        in_memory: bool,
        /// Whether all files of the name are taken, or the last one.
        many: bool,
    },
    /// JSON: the whole body or a field of it.
    Json,
    /// The body as it came.
    Raw,
    /// Whatever an extractor wants.
    Extractor,
}

impl ArgumentKind {
    /// Whether the body is read for it.
    pub const fn is_body(self) -> bool {
        matches!(self, Self::Form | Self::File { .. } | Self::Json | Self::Raw)
    }

    /// Whether it is [`ArgumentKind::Json`].
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json)
    }

    /// Whether it is [`ArgumentKind::Extractor`].
    pub const fn is_extractor(self) -> bool {
        matches!(self, Self::Extractor)
    }
}

/// A type that can be an argument whose value comes from `S`, a marker of [`source`](super::source).
///
/// `Via` is inferred. Implement [`FromRequest`](super::FromRequest) for an argument type of your own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument taken from {S}",
    label = "not an argument of this place",
    note = "put `#[model]` on it if it is yours (an `output` model cannot be taken), or implement `FromRequest` for it",
    note = "`Depends<T>` needs a `#[dependency]` function that returns `T`; `State<T>` a `T` that is `Send` and `Sync`",
    note = "`Auto` (no attribute) takes a scalar, `Option` or `Vec` of one, a `#[model]`, an extractor",
    note = "`Path` takes one scalar; `Query`, `Header`, `Cookie`, `Form` take a scalar, `Option` or `Vec` of one, a `#[model]` struct of such",
    note = "`File` takes `UploadFile` (of the feature `multipart`), `Bytes`, `Option` and `Vec` of them",
    note = "`JsonField` takes a `#[model]` and whatever a field of one can be; `RawBody` takes `Bytes`, `String`, `Vec<u8>`"
)]
pub trait Argument<S, Via>: Sized {
    /// What it takes of the request.
    const KIND: ArgumentKind;

    /// Writes what it takes, and how it can fail, into the description.
    fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription);

    /// Takes an extractor's value, before everything else. Other kinds give `None`.
    fn resolve(cx: &mut RequestContext) -> impl Future<Output = Result<Option<Self>, Rejection>> + Send
    where
        Self: Send,
    {
        let _ = cx;
        ready(Ok(None))
    }

    /// Takes the value, or adds what is wrong with it. Extractors give `None`.
    fn take(cx: &RequestContext, spec: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self>;

    /// Writes the value into a request, so that `take` would find it there.
    fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft);
}

/// An argument's name and all that its attribute says. Written by the macro.
#[derive(Debug)]
pub struct ArgumentSpec<T: 'static> {
    /// Its wire name, constraints and validators.
    pub field: FieldSpec<T>,
    /// The value when it is absent.
    pub default: Option<DefaultValue<T>>,
    /// What is said about it.
    pub notes: ParameterNotes,
    /// Whether it is one field of the JSON body rather than the whole.
    pub embed: bool,
    /// How many bytes it may have, where it is a file.
    pub max_size: Option<u64>,
    /// Whether it must be sent although its type has a value for its absence.
    pub required: bool,
    /// Whether the underscores in the names of a header model's fields are underscores on the wire.
    pub keep_underscores: bool,
}

impl<T> ArgumentSpec<T> {
    /// Whether a request without it is refused; `optional` says that the type has a value for its absence.
    pub(crate) fn is_required(&self, optional: bool) -> bool {
        self.default.is_none() && (self.required || !optional)
    }

    pub(crate) fn default_json(&self) -> Option<Value> {
        let default = self.default.as_ref()?;
        Some((default.json)(default.make))
    }

    /// Notes a default that its own constraints refuse, and a pattern that cannot be used. The macro has found those
    /// that show in the text alone.
    pub(crate) fn check_default(&self, description: &mut EndpointDescription)
    where
        T: Field,
    {
        if self.field.rules.pattern.is_some_and(|pattern| !pattern().is_usable()) {
            let what = format!("the pattern of `{}` makes too large a program", self.field.name);
            description.faults.push(DescriptionFault { what, help: "write a smaller one" });
        }
        if self.default().is_some_and(|default| !self.field.accepts(&default)) {
            let what = format!("the default of `{}` breaks a constraint of its own", self.field.name);
            description.faults.push(DescriptionFault { what, help: "change the default or the constraint" });
        }
    }

    /// The default, where there is one.
    pub(crate) fn default(&self) -> Option<T> {
        self.default.as_ref().map(|default| (default.make)())
    }
}

/// A default: how it is made, and how the document shows it.
#[derive(Debug)]
pub struct DefaultValue<T> {
    make: fn() -> T,
    json: fn(fn() -> T) -> Value,
}

impl<T: Serialize> DefaultValue<T> {
    /// A default made by `make`.
    pub const fn new(make: fn() -> T) -> Self {
        Self { make, json: |make| serde_json::to_value(make()).unwrap_or_default() }
    }
}

/// A request in the making: what typed request builders write their arguments into.
#[derive(Default)]
pub struct RequestDraft {
    /// Values for the placeholders of the path.
    pub path: Vec<(&'static str, String)>,
    /// Pairs of the query string.
    pub query: Vec<(&'static str, String)>,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// Headers that are the fields of a model.
    pub header_fields: Vec<(String, String)>,
    /// Cookies.
    pub cookies: Vec<(&'static str, String)>,
    /// Pairs of the form.
    pub form: Vec<(&'static str, String)>,
    /// Files of the form.
    pub files: Vec<DraftFile>,
    /// The JSON body, whole.
    pub json: Option<Value>,
    /// The fields of the JSON body, where several arguments share it.
    pub json_fields: Map<String, Value>,
    /// The body as bytes.
    pub raw: Option<(&'static str, bytes::Bytes)>,
}

/// A file of a request in the making.
pub struct DraftFile {
    /// The name of its field.
    pub name: &'static str,
    /// Its own name.
    pub file_name: String,
    /// Its content type.
    pub content_type: Option<String>,
    /// Its content.
    pub content: bytes::Bytes,
}

impl std::fmt::Debug for DraftFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DraftFile({})", self.name)
    }
}

/// What a request carries may be secret, so nothing of it is shown.
impl std::fmt::Debug for RequestDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequestDraft(..)")
    }
}

impl RequestDraft {
    /// Adds the value of a model's field; a header's name comes as it stands on the wire.
    pub(crate) fn push_field(
        &mut self,
        place: Option<Place>,
        name: &'static str,
        wire: String,
        value: String,
    ) {
        match place {
            Some(Place::Header) => self.header_fields.push((wire, value)),
            place => self.push(place, name, value.into()),
        }
    }

    /// Adds a value for a place; `None` is the form.
    pub fn push(&mut self, place: Option<Place>, name: &'static str, value: Cow<'_, str>) {
        let pairs = match place {
            Some(Place::Path) => &mut self.path,
            Some(Place::Query) => &mut self.query,
            Some(Place::Header) => &mut self.headers,
            Some(Place::Cookie) => &mut self.cookies,
            None => &mut self.form,
        };
        pairs.push((name, value.into_owned()));
    }
}

/// What can stand for an argument of type `T` in a typed request: a `T`, and what is obviously one.
#[diagnostic::on_unimplemented(
    message = "this argument is a `{T}`, which `{Self}` does not stand for",
    label = "expected `{T}`"
)]
pub trait IntoArgument<T> {
    /// The argument.
    fn into_argument(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T> IntoArgument<T> for T {
    fn into_argument(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoArgument<Option<T>> for T {
    fn into_argument(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoArgument<String> for &str {
    fn into_argument(self) -> String {
        self.to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl IntoArgument<Option<String>> for &str {
    fn into_argument(self) -> Option<String> {
        Some(self.to_owned())
    }
}
