//! Files as answers: streamed from the disk, in ranges, and only where the client has not got them already.

mod content;
mod disposition;
mod media;
mod range;
mod validator;

use std::any::TypeId;
use std::fs;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, HeaderValue, RANGE};
use http::{HeaderMap, Method, StatusCode};

use super::content::{content_type, describe_content};
use super::{IntoResponse, MediaType, Response, empty};
use crate::body::{Body, StreamBody};
use crate::describe::{ResponseDescription, Responses};
use content::FileContent;
use range::Ranges;
pub(crate) use validator::none_match;

/// A file of the disk as the answer.
///
/// It is read piece by piece, off the threads that serve requests. Its media type comes from its name, `ETag` and
/// `Last-Modified` from what the file system says. A client that asks for a range gets 206 (RFC 9110, section 14),
/// one that has the file already gets 304, and one that wants another version of it (`If-Match`, `If-Unmodified-Since`)
/// gets 412.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/report")]
/// async fn report() -> Result<File, HttpError> {
///     Ok(File::open("reports/latest.pdf").await?.attachment("report.pdf"))
/// }
/// ```
///
/// `File<Png>` with a [`MediaType`] of yours is documented, and sent, as that.
#[derive(Debug)]
pub struct File<M = ByName> {
    opened: Opened,
    media: Option<HeaderValue>,
    disposition: Option<HeaderValue>,
    kind: PhantomData<fn() -> M>,
}

/// The media type of a [`File`] that is told by its name, and so not known before.
#[derive(Debug, Clone, Copy)]
pub struct ByName;

impl MediaType for ByName {
    const MEDIA_TYPE: &'static str = "application/octet-stream";
}

/// A file that is open. It rides along in the response until it is known what the client asks for.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    file: Arc<fs::File>,
    size: u64,
    headers: HeaderMap,
}

impl<M: MediaType + 'static> File<M> {
    /// Opens the file at `path`.
    ///
    /// The path is the program's: what comes from a client must not be joined to one. For whole folders there is
    /// [`StaticFiles`](crate::StaticFiles).
    ///
    /// # Errors
    /// If it cannot be opened or is no file. Through `?` in a handler that is a 500.
    pub async fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        match tokio::task::spawn_blocking(move || Self::open_blocking(&path, &path)).await {
            Ok(file) => file,
            Err(error) => Err(io::Error::other(error)),
        }
    }

    /// As [`File::open`], on this thread; `name` says what kind of file it is.
    pub(crate) fn open_blocking(path: &Path, name: &Path) -> io::Result<Self> {
        // Asked before it is opened: to open a pipe may take for ever.
        if !fs::metadata(path)?.is_file() {
            let what = format!("`{}` is not a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
        let file = fs::File::open(path)?;
        let metadata = file.metadata()?;
        let mut headers = validator::headers(&metadata);
        let by_name = TypeId::of::<M>() == TypeId::of::<ByName>();
        let media = if by_name { None } else { content_type(M::MEDIA_TYPE) };
        headers.insert(CONTENT_TYPE, media.unwrap_or_else(|| media::of(name)));
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let opened = Opened { file: Arc::new(file), size: metadata.len(), headers };
        Ok(Self { opened, media: None, disposition: None, kind: PhantomData })
    }

    /// Sets the media type. What cannot be one is passed over.
    #[must_use]
    pub fn media_type(mut self, media: &str) -> Self {
        self.media = content_type(media).or(self.media);
        self
    }

    /// Makes the browser save the file under `name` (RFC 6266; names beyond ASCII as RFC 8187 writes them).
    #[must_use]
    pub fn attachment(mut self, name: &str) -> Self {
        self.disposition = Some(disposition::header("attachment", name));
        self
    }

    /// Makes the browser show the file, and save it under `name` if it is told to.
    #[must_use]
    pub fn inline(mut self, name: &str) -> Self {
        self.disposition = Some(disposition::header("inline", name));
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M: MediaType + 'static> IntoResponse for File<M> {
    fn into_response(self, success: StatusCode) -> Response {
        let mut opened = self.opened;
        for (name, value) in [(CONTENT_TYPE, self.media), (CONTENT_DISPOSITION, self.disposition)] {
            if let Some(value) = value {
                opened.headers.insert(name, value);
            }
        }
        let mut response = opened.whole();
        *response.status_mut() = success;
        // Only the whole can be had in parts.
        if success == StatusCode::OK {
            response.extensions_mut().insert(opened);
        }
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        let with_content = |response: ResponseDescription| match TypeId::of::<M>() == TypeId::of::<ByName>() {
            true => response.with_content("*/*", None),
            false => describe_content::<M>(response),
        };
        responses.add(with_content(ResponseDescription::success(success)));
        if success != StatusCode::OK {
            return;
        }
        let partial = ResponseDescription::new(StatusCode::PARTIAL_CONTENT, "The part that was asked for");
        responses.add(with_content(partial).with_header("content-range", "Which part it is."));
        responses.add(ResponseDescription::new(StatusCode::NOT_MODIFIED, "The client has the file already"));
        let other = "The file is not the one that was asked for";
        responses.add(ResponseDescription::new(StatusCode::PRECONDITION_FAILED, other));
        let malformed = ResponseDescription::new(StatusCode::BAD_REQUEST, "The range is malformed");
        responses.add(malformed.with_content("text/plain", None));
        let outside =
            ResponseDescription::new(StatusCode::RANGE_NOT_SATISFIABLE, "The range is not in the file");
        responses.add(outside.with_header("content-range", "How large the file is."));
    }
}

impl Opened {
    fn whole(&self) -> Response {
        self.response(FileContent::new(self.file.clone()).with_range(0..self.size))
    }

    fn response(&self, content: FileContent) -> Response {
        let mut response = Response::new(Body::new(StreamBody::new(content)));
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// Looks at what the request asks of a file: the whole answer becomes a part of it, or word that nothing is new.
/// Answers that are no files stay as they are.
pub(crate) fn refine(mut whole: Response, method: &Method, request: &HeaderMap) -> Response {
    let Some(opened) = whole.extensions_mut().remove::<Opened>() else { return whole };
    let get = *method == Method::GET;
    if whole.status() != StatusCode::OK || !(get || *method == Method::HEAD) {
        return whole;
    }
    if !validator::is_meant(request, &opened.headers) {
        return "".into_response(StatusCode::PRECONDITION_FAILED);
    }
    if validator::is_fresh(request, &opened.headers) {
        return not_modified(whole);
    }
    let range = request.get(RANGE).filter(|_| get && validator::allows_range(request, &opened.headers));
    match range.map(|range| Ranges::parse(range.as_bytes(), opened.size)) {
        None | Some(Ranges::Whole) => whole,
        Some(Ranges::Parts(ranges)) => partial(whole, &opened, &ranges),
        Some(Ranges::Malformed(what)) => what.into_response(StatusCode::BAD_REQUEST),
        Some(Ranges::Outside) => {
            let mut response = "".into_response(StatusCode::RANGE_NOT_SATISFIABLE);
            response.headers_mut().insert(CONTENT_RANGE, header(format!("bytes */{}", opened.size)));
            response
        }
    }
}

/// The answer without its body and what is said of that (RFC 9110, section 15.4.5).
fn not_modified(whole: Response) -> Response {
    let mut response = empty(StatusCode::NOT_MODIFIED);
    *response.headers_mut() = whole.into_parts().0.headers;
    for name in [CONTENT_TYPE, CONTENT_DISPOSITION, ACCEPT_RANGES] {
        response.headers_mut().remove(name);
    }
    response
}

/// The parts: one as it is, several as `multipart/byteranges` (RFC 9110, section 14.6).
fn partial(whole: Response, opened: &Opened, ranges: &[std::ops::Range<u64>]) -> Response {
    let content_range =
        |range: &std::ops::Range<u64>| format!("bytes {}-{}/{}", range.start, range.end - 1, opened.size);
    let mut content = FileContent::new(opened.file.clone());
    let (mut head, _) = whole.into_parts();
    head.status = StatusCode::PARTIAL_CONTENT;
    if let [range] = ranges {
        head.headers.insert(CONTENT_RANGE, header(content_range(range)));
        content = content.with_range(range.clone());
    } else {
        let boundary = boundary();
        let media = head.headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
        for range in ranges {
            let place = content_range(range);
            let part = format!("--{boundary}\r\nContent-Type: {media}\r\nContent-Range: {place}\r\n\r\n");
            content = content.with_bytes(part).with_range(range.clone()).with_bytes("\r\n");
        }
        content = content.with_bytes(format!("--{boundary}--"));
        let media = header(format!("multipart/byteranges; boundary={boundary}"));
        head.headers.insert(CONTENT_TYPE, media);
    }
    Response::from_parts(head, Body::new(StreamBody::new(content)))
}

fn header(text: String) -> HeaderValue {
    HeaderValue::try_from(text).expect("ASCII")
}

/// A line that stands in no file but by design, and nobody can know it before.
fn boundary() -> String {
    use std::hash::{BuildHasher, RandomState};
    let random = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", random(), random())
}
