//! Files of a form.

use std::borrow::Cow;

use bytes::Bytes;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::scalar::missing;
use super::source::{File, Form};
use super::{Argument, ArgumentKind, ArgumentSpec, DraftFile, ParameterSource, RequestDraft, via};
use crate::describe::{BodyPart, EndpointDescription, Media};
use crate::multipart::{MultipartForm, Sent, UploadFile, Wanted};
use crate::request::{NotText, RequestContext};
use crate::schema::SchemaOf;
use crate::validate::{At, Countable, Issue, Rules, ValidationErrors, items_break};

/// What `#[file]` can be: an [`UploadFile`], or its content as `Bytes`; `Option` and `Vec` of them.
pub trait FileValue: Sized {
    /// Whether the whole content is kept in memory.
    const IN_MEMORY: bool;

    /// The value of a file. One whose content is wanted in memory is there.
    fn from_file(file: &UploadFile) -> Self;

    /// The value of what was sent as a text, where that will do.
    fn from_text(text: &[u8]) -> Option<Self>;

    /// The file of the value.
    fn into_file(self) -> UploadFile;
}

impl FileValue for UploadFile {
    const IN_MEMORY: bool = false;

    fn from_file(file: &UploadFile) -> Self {
        file.clone()
    }

    fn from_text(_: &[u8]) -> Option<Self> {
        None
    }

    fn into_file(self) -> UploadFile {
        self
    }
}

impl FileValue for Bytes {
    const IN_MEMORY: bool = true;

    fn from_file(file: &UploadFile) -> Self {
        file.read_now()
    }

    fn from_text(text: &[u8]) -> Option<Self> {
        Some(Bytes::copy_from_slice(text))
    }

    fn into_file(self) -> UploadFile {
        UploadFile::new("file", self)
    }
}

#[diagnostic::do_not_recommend]
impl Countable for Vec<UploadFile> {}
#[diagnostic::do_not_recommend]
impl Countable for Vec<Bytes> {}

impl Wanted {
    /// The file that an argument takes. Written by the macro.
    pub fn of<T>(spec: &ArgumentSpec<T>, kind: ArgumentKind) -> Self {
        let (in_memory, many) = match kind {
            ArgumentKind::File { in_memory, many } => (in_memory, many),
            _ => (false, false),
        };
        Self { name: spec.field.name, in_memory, many, max_size: spec.max_size }
    }
}

/// The schema of a file, as FastAPI writes it.
struct FileSchema;

impl JsonSchema for FileSchema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "File".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentMediaType": "application/octet-stream" })
    }
}

fn describe<S: JsonSchema + 'static, T>(
    spec: &ArgumentSpec<T>,
    required: bool,
    description: &mut EndpointDescription,
) {
    let is_list =
        matches!(spec.field.rules, Rules { min_items: Some(_), .. } | Rules { max_items: Some(_), .. });
    let max_length = spec.max_size.and_then(|bytes| usize::try_from(bytes).ok()).filter(|_| !is_list);
    description.bodies.push(BodyPart {
        name: spec.field.name,
        whole: false,
        media: Media::Multipart,
        required,
        schema: SchemaOf::new::<S>(),
        rules: Rules { max_length, ..spec.field.rules },
        default: None,
        notes: spec.notes,
    });
}

/// All that was sent under a name: files, and texts in their place.
fn sent<'c>(cx: &'c RequestContext, name: &str) -> Vec<Result<Sent<'c>, Box<NotText>>> {
    match cx.form().and_then(|form| (form as &dyn std::any::Any).downcast_ref::<MultipartForm>()) {
        Some(form) => form.sent(name).map(Ok).collect(),
        None => {
            let texts = Form::all(cx, name).into_iter();
            texts.map(|raw| raw.map(|text| Sent::Text(text.into_owned().into_bytes().into()))).collect()
        }
    }
}

/// The value of what was sent, or what is wrong with it.
fn value<T: FileValue>(
    sent: Result<Sent<'_>, Box<NotText>>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<T> {
    let (issue, input) = match sent {
        Ok(Sent::File(file)) => return Some(T::from_file(file)),
        Ok(Sent::Text(text)) => match T::from_text(&text) {
            Some(value) => return Some(value),
            None => {
                let shown = std::str::from_utf8(&text).map_or(Value::Null, Value::from);
                (Issue::value_error("Expected a file, received a text"), shown)
            }
        },
        Err(fault) => (fault.issue, fault.input),
    };
    errors.push(at, issue, &input);
    None
}

/// The value, unless a validator refuses it.
fn checked<T>(value: T, spec: &ArgumentSpec<T>, at: &At<'_>, errors: &mut ValidationErrors) -> Option<T> {
    match spec.field.validators.iter().find_map(|check| check(&value).err()) {
        None => Some(value),
        Some(issue) => {
            errors.push(at, issue, &Value::Null);
            None
        }
    }
}

/// The last that was sent; an empty text counts as not sent. `None` if something is wrong with it.
fn single<T: FileValue>(
    cx: &RequestContext,
    name: &str,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<Option<T>> {
    let last = sent(cx, name).pop();
    let last = last.filter(|sent| !matches!(sent, Ok(Sent::Text(text)) if text.is_empty()));
    last.map_or(Some(None), |sent| value(sent, at, errors).map(Some))
}

/// Everything that was sent; `Some(None)` if nothing was, `None` if something is wrong.
fn list<T: FileValue>(
    cx: &RequestContext,
    name: &str,
    rules: &Rules,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<Option<Vec<T>>> {
    let all = sent(cx, name);
    if all.is_empty() {
        return Some(None);
    }
    let (count, known) = (all.len(), errors.len());
    let values = all.into_iter().enumerate();
    let values: Vec<T> = values.filter_map(|(index, sent)| value(sent, &at.index(index), errors)).collect();
    if errors.len() > known {
        return None;
    }
    if let Some(issue) = items_break("List", count, rules) {
        errors.push(at, issue, &Value::Null);
        return None;
    }
    Some(Some(values))
}

fn write<T: FileValue>(value: T, name: &'static str, draft: &mut RequestDraft) {
    let file = value.into_file();
    draft.files.push(DraftFile {
        name,
        file_name: file.file_name().to_owned(),
        content_type: file.content_type().map(str::to_owned),
        content: file.read_now(),
    });
}

fn absent<T>(spec: &ArgumentSpec<T>, errors: &mut ValidationErrors) -> Option<T> {
    missing(spec.field.name, Form::at(), errors);
    None
}

macro_rules! files {
    ($($via:ident $type:ty, required: $required:literal, many: $many:literal, schema: $schema:ty;
        take: |$cx:ident, $spec:ident, $at:ident, $errors:ident| $take:expr;
        values: |$value:ident| $values:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: FileValue> Argument<File, via::$via> for $type {
            const KIND: ArgumentKind = ArgumentKind::File { in_memory: T::IN_MEMORY, many: $many };

            fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
                describe::<$schema, Self>(spec, $required, description);
            }

            fn take($cx: &RequestContext, $spec: &ArgumentSpec<Self>, $errors: &mut ValidationErrors) -> Option<Self> {
                let place = Form::at();
                let $at = &place.name($spec.field.name);
                let value = $take;
                value.and_then(|value| checked(value, $spec, $at, $errors))
            }

            fn write(self, spec: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
                let $value = self;
                IntoIterator::into_iter($values).for_each(|value| write(value, spec.field.name, draft));
            }
        }
    )*};
}

files! {
    File T, required: true, many: false, schema: FileSchema;
    take: |cx, spec, at, errors| single(cx, spec.field.name, at, errors)?.or_else(|| absent(spec, errors));
    values: |value| [value];

    OptionalFile Option<T>, required: false, many: false, schema: Option<FileSchema>;
    take: |cx, spec, at, errors| single(cx, spec.field.name, at, errors);
    values: |value| value;

    Files Vec<T>, required: true, many: true, schema: Vec<FileSchema>;
    take: |cx, spec, at, errors| {
        list(cx, spec.field.name, &spec.field.rules, at, errors)?.or_else(|| absent(spec, errors))
    };
    values: |value| value;

    OptionalFiles Option<Vec<T>>, required: false, many: true, schema: Option<Vec<FileSchema>>;
    take: |cx, spec, at, errors| list(cx, spec.field.name, &spec.field.rules, at, errors);
    values: |value| value.into_iter().flatten();
}
