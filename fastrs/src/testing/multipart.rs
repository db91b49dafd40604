//! Multipart bodies of the test client.

use bytes::Bytes;

/// A multipart body in the making, for `TestRequest::multipart`.
///
/// ```
/// use fastrs::testing::MultipartBody;
///
/// let body = MultipartBody::new()
///     .text("note", "hello")
///     .file("file", "poem.txt", "roses are red")
///     .file_of_type("photo", "cat.png", "image/png", vec![0x89, b'P', b'N', b'G']);
/// ```
#[derive(Clone, Default)]
pub struct MultipartBody(Vec<u8>);

impl MultipartBody {
    pub(super) const CONTENT_TYPE: &str = "multipart/form-data; boundary=fastrs-2Zq8vR5mXw1K7tLb";
    const BOUNDARY: &str = "fastrs-2Zq8vR5mXw1K7tLb";

    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, name: &str, text: impl AsRef<str>) -> Self {
        let headers = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
        self.part(&headers, text.as_ref())
    }

    /// Adds a file of the type `application/octet-stream`.
    #[must_use]
    pub fn file(self, name: &str, file_name: &str, content: impl AsRef<[u8]>) -> Self {
        self.file_of_type(name, file_name, "application/octet-stream", content)
    }

    /// Adds a file.
    #[must_use]
    pub fn file_of_type(self, name: &str, file_name: &str, media: &str, content: impl AsRef<[u8]>) -> Self {
        let (name, file_name) = (escaped(name), escaped(file_name));
        let disposition =
            format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"");
        self.part(&format!("{disposition}\r\nContent-Type: {media}"), content)
    }

    /// Adds a part with headers of your own, one on each line.
    #[must_use]
    pub fn part(mut self, headers: &str, content: impl AsRef<[u8]>) -> Self {
        self.0.extend_from_slice(format!("--{}\r\n{headers}\r\n\r\n", Self::BOUNDARY).as_bytes());
        self.0.extend_from_slice(content.as_ref());
        self.0.extend_from_slice(b"\r\n");
        self
    }

    pub(super) fn into_bytes(mut self) -> Bytes {
        self.0.extend_from_slice(format!("--{}--\r\n", Self::BOUNDARY).as_bytes());
        self.0.into()
    }
}

fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"")
}

/// What a request carries may be secret, so only its size is shown.
impl std::fmt::Debug for MultipartBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MultipartBody({} bytes)", self.0.len())
    }
}
