//! Message bodies: empty, in one piece, or streamed.
//!
//! An empty or fixed body costs no allocation of its own; only a stream is boxed.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

mod stream;

pub use stream::Chunk;
pub(crate) use stream::{Pieces, StreamBody};

/// An error of a body's source, of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

type BoxBody = Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>;

/// The body of a request or a response.
///
/// ```
/// use fastrs::Body;
///
/// let body = Body::from("hello");
/// assert_eq!(body.size(), Some(5));
/// ```
#[derive(Default)]
pub struct Body(Inner);

#[derive(Default)]
enum Inner {
    #[default]
    Empty,
    Full(Bytes),
    Stream(BoxBody),
}

impl Body {
    /// A body without a byte.
    pub const fn empty() -> Self {
        Self(Inner::Empty)
    }

    /// The body of another library, read piece by piece.
    ///
    /// A body that is known to be over already becomes an empty one.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let mut body = Some(body);
        // One of these already: a layer that leaves the body alone costs no box.
        if let Some(own) = (&mut body as &mut dyn std::any::Any).downcast_mut::<Option<Self>>() {
            return own.take().unwrap_or_default();
        }
        match body {
            Some(body) if !body.is_end_stream() => Self(Inner::Stream(Box::pin(Boxed { body }))),
            _ => Self::empty(),
        }
    }

    /// A body that is sent piece by piece, as `stream` gives them.
    ///
    /// A piece is bytes or text, or a `Result` of them. An error, or a panic, is logged and breaks the connection
    /// off: the client sees that something is missing, never an end that looks like one. When the client leaves,
    /// the stream is dropped.
    ///
    /// ```
    /// use fastrs::Body;
    ///
    /// let body = Body::stream(tokio_stream::iter(["one", "two"]));
    /// assert_eq!(body.size(), None);
    /// ```
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item: Chunk> + Send + 'static,
    {
        Self::new(StreamBody::new(stream::Chunks::new(stream)))
    }

    /// The size in bytes, where it is known before reading.
    pub fn size(&self) -> Option<u64> {
        match &self.0 {
            Inner::Empty => Some(0),
            Inner::Full(bytes) => Some(bytes.len() as u64),
            Inner::Stream(body) => body.size_hint().exact(),
        }
    }

    /// Whether all of it is in memory.
    pub(crate) fn is_whole(&self) -> bool {
        !matches!(self.0, Inner::Stream(_))
    }

    /// The bytes of a body in one piece: nothing, where it is empty or has yet to come.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Full(bytes) => Some(bytes),
            Inner::Empty | Inner::Stream(_) => None,
        }
    }

    /// The same body, which drops `guard` when it has been sent, or when it never will be.
    pub(crate) fn guarded(self, guard: impl Send + 'static) -> Self {
        // Not by `new`, which would drop the guard of an empty body before its head has gone out.
        Self(Inner::Stream(Box::pin(Guarded { body: self, _guard: guard })))
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// [`CollectError::TooLarge`] if it has more than `limit` bytes; where the size is announced, before a
    /// byte is read. [`CollectError::Read`] if the source fails.
    pub async fn collect(self, limit: usize) -> Result<Bytes, CollectError> {
        match self.0 {
            Inner::Empty => Ok(Bytes::new()),
            Inner::Full(bytes) if bytes.len() > limit => Err(CollectError::TooLarge { limit }),
            Inner::Full(bytes) => Ok(bytes),
            Inner::Stream(body) => collect_stream(body, limit).await,
        }
    }
}

async fn collect_stream(mut body: BoxBody, limit: usize) -> Result<Bytes, CollectError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(CollectError::TooLarge { limit });
    }
    let Some(first) = next_data(&mut body).await? else { return Ok(Bytes::new()) };
    if first.len() > limit {
        return Err(CollectError::TooLarge { limit });
    }
    // Most bodies arrive in one piece, which is then handed on without a copy.
    if body.is_end_stream() {
        return Ok(first);
    }
    let expected = body.size_hint().lower().min(limit as u64) as usize;
    let mut whole = BytesMut::with_capacity(first.len() + expected.min(64 * 1024));
    whole.extend_from_slice(&first);
    while let Some(piece) = next_data(&mut body).await? {
        if piece.len() > limit - whole.len() {
            return Err(CollectError::TooLarge { limit });
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

async fn next_data(body: &mut BoxBody) -> Result<Option<Bytes>, CollectError> {
    loop {
        match std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            None => return Ok(None),
            Some(Err(error)) => return Err(CollectError::Read(error)),
            // Trailers are never merged into the headers: they are dropped.
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// Why a body could not be read to its end.
#[derive(Debug)]
pub enum CollectError {
    /// It has more bytes than are allowed here.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Its source failed: the client left or broke the protocol.
    Read(BoxError),
}

impl std::fmt::Display for CollectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Read(error) => write!(f, "the body could not be read: {error}"),
        }
    }
}

impl std::error::Error for CollectError {}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Inner::Empty => Poll::Ready(None),
            Inner::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Inner::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Inner::Stream(body) => body.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Empty => true,
            Inner::Full(bytes) => bytes.is_empty(),
            Inner::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Empty => SizeHint::with_exact(0),
            Inner::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(body) => body.size_hint(),
        }
    }
}

pin_project_lite::pin_project! {
    /// A body whose error is boxed, so that all streams have one type.
    struct Boxed<B> { #[pin] body: B }
}

impl<B> http_body::Body for Boxed<B>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(self.project().body.poll_frame(cx));
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A body that holds something for as long as it lives.
struct Guarded<G> {
    body: Body,
    _guard: G,
}

/// The guard is never pinned: it is only held.
impl<G> Unpin for Guarded<G> {}

impl<G: Send> http_body::Body for Guarded<G> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.size() {
            Some(size) => write!(f, "Body({size} bytes)"),
            None => write!(f, "Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() { Self::empty() } else { Self(Inner::Full(bytes)) }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}
