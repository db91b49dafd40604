//! A multipart form that has been read: what the handler asked for, in order.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::{Value, json};

use super::parts::{Part, Parts, too_large};
use super::spool::{Content, Disk, Spool};
use super::{MultipartLimits, UploadFile};
use crate::error::HttpError;
use crate::request::{Form, NotText, Raw, Texts};
use crate::validate::Issue;

/// A file that a handler takes.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The name of its field.
    pub(crate) name: &'static str,
    /// Whether it is kept in memory whatever its size.
    pub(crate) in_memory: bool,
    /// Whether all files of this name are taken, or the last one.
    pub(crate) many: bool,
    /// How many bytes it may have.
    pub(crate) max_size: Option<u64>,
}

/// A form that has been read.
pub(crate) struct MultipartForm(Vec<Field>);

struct Field {
    name: String,
    value: FieldValue,
}

enum FieldValue {
    Text(Bytes),
    File(UploadFile),
    /// A file that nobody takes, or in whose place a later one stands: only its name is kept.
    Dropped(String),
}

/// What was sent under the name of a file.
pub(crate) enum Sent<'f> {
    File(&'f UploadFile),
    Text(Cow<'f, [u8]>),
}

/// Reads a form to its end.
///
/// # Errors
/// The answer to a form that is too large, too slow, or no form; 500 if the disk fails.
pub(crate) async fn read_form(mut parts: Parts, wanted: &[Wanted]) -> Result<MultipartForm, HttpError> {
    let MultipartLimits { memory: most, .. } = *parts.limits();
    let mut memory = most;
    let mut texts = parts.limits().max_texts();
    let (mut form, mut disk) = (MultipartForm(Vec::new()), Disk::default());
    while let Some(mut part) = parts.next().await? {
        if part.file_name().is_none() {
            let text = part.text_bytes().await?;
            texts = texts.checked_sub(text.len()).ok_or_else(|| {
                HttpError::new(413, "Content Too Large: the texts of the form are too large together")
            })?;
            form.add(part, FieldValue::Text(text));
            continue;
        }
        let Some(wanted) = wanted.iter().find(|wanted| wanted.name == part.name()) else {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            form.add(part, FieldValue::Dropped(file_name));
            continue;
        };
        if !wanted.many {
            memory = (memory + form.drop_file(wanted.name)).min(most);
        }
        let (content, size) = receive(&mut part, wanted, &mut memory, &mut disk).await?;
        let (name, file_name, headers) = part.into_head();
        let file = UploadFile::of(file_name.unwrap_or_default(), headers, size, content);
        form.0.push(Field { name, value: FieldValue::File(file) });
    }
    Ok(form)
}

/// A file's content and size. `memory` is what may still be kept there.
async fn receive(
    part: &mut Part<'_>,
    wanted: &Wanted,
    memory: &mut usize,
    disk: &mut Disk,
) -> Result<(Content, u64), HttpError> {
    let limit = wanted.max_size.unwrap_or(u64::MAX);
    // A file of a few bytes is worth no way to the disk.
    let keep = if wanted.in_memory { usize::MAX } else { (*memory).max(SMALL) };
    let mut spool = Spool::new(keep, disk);
    while let Some(chunk) = part.chunk().await? {
        spool.write(&chunk).await?;
        if spool.size() > limit {
            return Err(too_large(part.name(), limit));
        }
    }
    let size = spool.size();
    let (content, kept) = spool.finish().await?;
    *memory = memory.saturating_sub(kept);
    Ok((content, size))
}

/// Files up to this size are always in memory.
const SMALL: usize = 8 * 1024;

impl MultipartForm {
    fn add(&mut self, part: Part<'_>, value: FieldValue) {
        let (name, ..) = part.into_head();
        self.0.push(Field { name, value });
    }

    /// Lets go of the file of `name`, in whose place another one comes; the bytes of memory that it had.
    fn drop_file(&mut self, name: &str) -> usize {
        let mut freed = 0;
        for field in self.0.iter_mut().filter(|field| field.name == name) {
            if let FieldValue::File(file) = &field.value {
                freed += if file.is_in_memory() { file.size() as usize } else { 0 };
                field.value = FieldValue::Dropped(file.file_name().to_owned());
            }
        }
        freed
    }

    fn values(&self, name: &str) -> impl DoubleEndedIterator<Item = &FieldValue> {
        self.0.iter().filter(move |field| field.name == name).map(|field| &field.value)
    }

    /// All that was sent under a name, in order.
    pub(crate) fn sent(&self, name: &str) -> impl DoubleEndedIterator<Item = Sent<'_>> {
        self.values(name).filter_map(|value| match value {
            FieldValue::File(file) => Some(Sent::File(file)),
            FieldValue::Text(text) => Some(Sent::Text(Cow::Borrowed(text))),
            FieldValue::Dropped(_) => None,
        })
    }
}

/// Why a file is no text.
#[cold]
fn not_text(file_name: &str) -> Box<NotText> {
    Box::new(NotText { issue: Issue::string_type(), input: shown(file_name) })
}

/// A file as the answer to a bad request shows it: what the client said of it, and nothing of what the server made.
fn shown(file_name: &str) -> Value {
    json!({ "filename": file_name })
}

impl FieldValue {
    fn text(&self) -> Raw<'_> {
        match self {
            Self::Text(bytes) => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| NotText::encoding())
            }
            Self::File(file) => Err(not_text(file.file_name())),
            Self::Dropped(file_name) => Err(not_text(file_name)),
        }
    }

    fn json(&self) -> Option<Value> {
        match self {
            Self::Text(bytes) => std::str::from_utf8(bytes).ok().map(Value::from),
            Self::File(file) => Some(shown(file.file_name())),
            Self::Dropped(file_name) => Some(shown(file_name)),
        }
    }
}

impl Form for MultipartForm {
    fn last(&self, name: &str) -> Option<Raw<'_>> {
        self.values(name).next_back().map(FieldValue::text)
    }

    fn all(&self, name: &str) -> Vec<Raw<'_>> {
        self.values(name).map(FieldValue::text).collect()
    }

    fn object(&self) -> Texts {
        let mut texts = Texts::default();
        for field in &self.0 {
            texts.add(&field.name, field.value.json());
        }
        texts
    }
}
