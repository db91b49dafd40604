//! A file that a client has sent.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::UploadReader;
use super::name::is_safe;
use super::spool::{Content, blocking};

/// A file of a form: `#[file] file: UploadFile`.
///
/// It has been received whole before the handler runs. A small one is in memory, a large one in a temporary file without
/// a name, which all large files of a request share and which goes with the last clone of the last of them. A clone
/// copies nothing.
///
/// ```
/// use fastrs::prelude::*;
/// # use fastrs::testing::{MultipartBody, TestClient};
///
/// #[post("/upload", body_limit = "50 MB")]
/// async fn upload(#[file(max_size = "10 MB")] file: UploadFile) -> Result<String, HttpError> {
///     let lines = file.read().await?.split(|byte| *byte == b'\n').count();
///     Ok(format!("{}: {} bytes, {lines} lines", file.file_name(), file.size()))
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Files", "1.0.0").routes(routes![upload]));
/// let body = MultipartBody::new().file("file", "poem.txt", "roses\nviolets");
/// let answer = client.post("/upload").multipart(body).await.assert_ok();
/// assert_eq!(answer.text(), "poem.txt: 13 bytes, 2 lines");
/// # }
/// ```
#[derive(Clone)]
pub struct UploadFile {
    head: Arc<Head>,
    content: Arc<Content>,
}

#[derive(Clone)]
struct Head {
    file_name: String,
    headers: HeaderMap,
    size: u64,
}

impl UploadFile {
    /// A file in memory: for calling a handler as the plain function it is, and for typed requests.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        let size = content.len() as u64;
        Self::of(file_name.into(), HeaderMap::new(), size, Content::Memory(content))
    }

    pub(super) fn of(file_name: String, headers: HeaderMap, size: u64, content: Content) -> Self {
        Self { head: Arc::new(Head { file_name, headers, size }), content: Arc::new(content) }
    }

    /// The same file with another content type.
    ///
    /// # Panics
    /// If `media` cannot stand in a header.
    #[must_use]
    #[track_caller]
    pub fn with_content_type(mut self, media: &str) -> Self {
        let media = HeaderValue::try_from(media).expect("a media type");
        Arc::make_mut(&mut self.head).headers.insert(CONTENT_TYPE, media);
        self
    }

    /// The name of the file as the client sent it.
    ///
    /// It can be empty, or anything, `../../etc/passwd` too: never make a path of it. [`UploadFile::safe_file_name`] is
    /// what can stand in a folder of yours.
    pub fn file_name(&self) -> &str {
        &self.head.file_name
    }

    /// The last segment of the name, if it can be the name of a file on every system: without folders, not hidden, at most
    /// 255 bytes, no device of Windows (`NUL.txt`), no dot at its end, and no character that is not seen or turns the text
    /// around. Space at its ends is left out.
    ///
    /// ```
    /// use fastrs::UploadFile;
    ///
    /// let name = |text: &str| UploadFile::new(text, "").safe_file_name().map(str::to_owned);
    /// assert_eq!(name("cat.png").as_deref(), Some("cat.png"));
    /// assert_eq!(name("../../cat.png").as_deref(), Some("cat.png"));
    /// assert_eq!(name(r"C:\pictures\cat.png").as_deref(), Some("cat.png"));
    /// assert_eq!(name("../.."), None);
    /// ```
    pub fn safe_file_name(&self) -> Option<&str> {
        let last = self.head.file_name.rsplit(['/', '\\']).next()?.trim();
        is_safe(last).then_some(last)
    }

    /// The content type that the client gave. Nothing has checked it.
    pub fn content_type(&self) -> Option<&str> {
        self.head.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.head.size
    }

    /// The headers of its part.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Whether it is in memory rather than in a temporary file.
    pub fn is_in_memory(&self) -> bool {
        matches!(*self.content, Content::Memory(_))
    }

    /// The whole content, in memory. It can be read as often as you like, from its beginning every time.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub async fn read(&self) -> io::Result<Bytes> {
        match &*self.content {
            Content::Memory(bytes) => Ok(bytes.clone()),
            Content::Disk(_) => self.read_at(0, usize::MAX).await,
        }
    }

    /// A reader of the content, from its beginning: an `AsyncRead` and `AsyncSeek`, or piece by piece.
    pub fn reader(&self) -> UploadReader {
        UploadReader::new(self.clone())
    }

    /// At most `max` bytes from `position` on.
    pub(super) async fn read_at(&self, position: u64, max: usize) -> io::Result<Bytes> {
        let content = self.content.clone();
        match &*self.content {
            Content::Memory(bytes) => {
                let start = usize::try_from(position).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes.slice(start..start.saturating_add(max).min(bytes.len())))
            }
            Content::Disk(_) => {
                blocking(move || match &*content {
                    Content::Disk(file) => file.read_at(position, max),
                    Content::Memory(_) => Err(io::ErrorKind::NotFound.into()),
                })
                .await
            }
        }
    }

    /// Writes the content to a file. A file that is there already is replaced, and never seen half written.
    ///
    /// The path is yours to choose: see [`UploadFile::safe_file_name`].
    ///
    /// # Errors
    /// If the folder is not there or cannot be written to, or the disk is full.
    pub async fn save_as(&self, path: impl Into<PathBuf>) -> io::Result<()> {
        let (content, path) = (self.content.clone(), path.into());
        blocking(move || {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let mut target = new_file_in(folder.unwrap_or(".".as_ref()))?;
            match &*content {
                Content::Memory(bytes) => io::Write::write_all(target.as_file_mut(), bytes)?,
                Content::Disk(file) => _ = file.copy_to(target.as_file_mut())?,
            }
            target.persist(path).map(drop).map_err(|error| error.error)
        })
        .await
    }

    /// The whole content, where waiting for the disk holds up nobody. For the requests of tests.
    pub(crate) fn read_now(&self) -> Bytes {
        match &*self.content {
            Content::Memory(bytes) => bytes.clone(),
            Content::Disk(file) => file.read_at(0, usize::MAX).unwrap_or_default(),
        }
    }
}

/// A file that goes away unless it is given its name, as readable as one that `File::create` makes.
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    builder.prefix(".upload-").tempfile_in(folder)
}

/// The content may be secret, so it is not shown.
impl fmt::Debug for UploadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadFile")
            .field("file_name", &self.head.file_name)
            .field("size", &self.head.size)
            .finish_non_exhaustive()
    }
}
