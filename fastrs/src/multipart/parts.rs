//! The parts of a multipart body, one after the other.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use multer::Field;

use super::MultipartLimits;
use super::disposition::Disposition;
use super::incoming::{Fault, HeadBudget, Incoming};
use crate::body::Body;
use crate::error::HttpError;

/// A multipart body, read part by part.
pub(crate) struct Parts {
    parser: multer::Multipart<'static>,
    /// The part that is being read.
    current: Option<Field<'static>>,
    head: HeadBudget,
    limits: MultipartLimits,
    fields: usize,
    files: usize,
}

/// The longest boundary that RFC 2046 (section 5.1.1) allows. The parser goes through it for every piece that arrives, so
/// that a long one would let a client that sends crumbs keep a processor busy.
const MAX_BOUNDARY: usize = 70;

/// One part of a multipart body: a field of the form, or a file.
///
/// What is left unread of it is skipped when the next part is asked for.
pub struct Part<'m> {
    parts: &'m mut Parts,
    name: String,
    file_name: Option<String>,
    headers: HeaderMap,
}

impl Parts {
    /// The parts of `body`, which may have `body_limit` bytes.
    ///
    /// # Errors
    /// 400 if the content type names no boundary, or too long a one, 413 if the body is announced as too large.
    pub(crate) fn new(
        content_type: &str,
        body: Body,
        body_limit: usize,
        limits: MultipartLimits,
    ) -> Result<Self, HttpError> {
        if http_body::Body::size_hint(&body).lower() > body_limit as u64 {
            return Err(Fault::TooLarge(body_limit).answer());
        }
        let boundary = multer::parse_boundary(content_type).ok();
        let boundary = boundary.filter(|boundary| (1..=MAX_BOUNDARY).contains(&boundary.len()));
        let boundary = boundary.ok_or_else(|| HttpError::new(400, "Missing boundary in multipart."))?;
        let head = HeadBudget::unlimited();
        let incoming = Incoming::new(body, body_limit, head.clone());
        let parser = multer::Multipart::new(incoming, boundary);
        Ok(Self { parser, current: None, head, limits, fields: 0, files: 0 })
    }

    pub(crate) fn limits(&self) -> &MultipartLimits {
        &self.limits
    }

    /// The next part, once the one before has been read to its end.
    pub(crate) async fn next(&mut self) -> Result<Option<Part<'_>>, HttpError> {
        while self.chunk().await?.is_some() {}
        self.head.set(self.limits.max_head);
        let field = self.parser.next_field().await.map_err(refusal)?;
        self.head.set(usize::MAX);
        let Some(field) = field else { return Ok(None) };
        let headers = field.headers().clone();
        self.current = Some(field);
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if size > self.limits.max_head {
            return Err(Fault::Head.answer());
        }
        let header = headers.get(CONTENT_DISPOSITION).map(http::HeaderValue::as_bytes).unwrap_or_default();
        let Disposition { name, file_name } = Disposition::parse(header);
        let name = name.ok_or_else(|| {
            HttpError::new(400, r#"The Content-Disposition header field "name" must be provided."#)
        })?;
        self.count(file_name.is_some())?;
        Ok(Some(Part { parts: self, name, file_name, headers }))
    }

    /// Notes a part, if there may be one more of its kind.
    fn count(&mut self, is_file: bool) -> Result<(), HttpError> {
        let (count, max, what) = match is_file {
            true => (&mut self.files, self.limits.max_files, "files"),
            false => (&mut self.fields, self.limits.max_fields, "fields"),
        };
        *count += 1;
        if *count > max {
            return Err(HttpError::new(400, format!("Too many {what}. Maximum number of {what} is {max}.")));
        }
        Ok(())
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, HttpError> {
        let Some(field) = &mut self.current else { return Ok(None) };
        let chunk = field.chunk().await.map_err(refusal)?;
        if chunk.is_none() {
            self.current = None;
        }
        Ok(chunk)
    }
}

/// What the parser refused, as an answer.
fn refusal(error: multer::Error) -> HttpError {
    let unreadable = || HttpError::new(400, "There was an error parsing the body");
    match error {
        multer::Error::StreamReadFailed(source) => {
            source.downcast_ref::<Fault>().map_or_else(unreadable, Fault::answer)
        }
        _ => unreadable(),
    }
}

impl Part<'_> {
    /// The name of the field.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file as the client sent it; `None` if the part is a text.
    ///
    /// It can be anything, `../../etc/passwd` too: never make a path of it.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content type that the client gave.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The headers of the part.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) fn into_head(self) -> (String, Option<String>, HeaderMap) {
        (self.name, self.file_name, self.headers)
    }

    /// The next piece of the content; `None` at its end.
    ///
    /// # Errors
    /// 413 if the body is larger than its limit, 408 if the client is too slow, 400 if it is no multipart body or ends
    /// early. Hand it on with `?`: it is the answer.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, HttpError> {
        self.parts.chunk().await
    }

    /// The whole content, in memory.
    ///
    /// # Errors
    /// As [`Part::chunk`], and 413 if it has more than `limit` bytes.
    pub async fn bytes(&mut self, limit: usize) -> Result<Bytes, HttpError> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit - whole.len() {
                return Err(too_large(&self.name, limit as u64));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// The whole content as text.
    ///
    /// # Errors
    /// As [`Part::chunk`], and 400 if it is larger than a text may be ([`MultipartLimits`]) or no UTF-8.
    pub async fn text(&mut self) -> Result<String, HttpError> {
        let bytes = self.text_bytes().await?;
        String::from_utf8(bytes.into())
            .map_err(|_| HttpError::new(400, format!("The part `{}` is no UTF-8", self.name)))
    }

    /// The content of a text, within its limit.
    pub(super) async fn text_bytes(&mut self) -> Result<Bytes, HttpError> {
        let max = self.parts.limits.max_text;
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > max - whole.len() {
                let detail = format!("Part exceeded maximum size of {}KB.", max / 1024);
                return Err(HttpError::new(400, detail));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}

/// The answer to a file that is larger than it may be.
pub(super) fn too_large(name: &str, limit: u64) -> HttpError {
    HttpError::new(413, format!("Content Too Large: the limit of `{name}` is {limit} bytes"))
}

impl std::fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Multipart")
            .field("fields", &self.fields)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}
