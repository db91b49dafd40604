//! Bodies made of a stream, and what becomes of a stream that fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use http_body::{Frame, SizeHint};

use super::BoxError;

/// A piece of a streamed body: bytes or text, or a `Result` of them.
#[diagnostic::on_unimplemented(
    message = "a stream of `{Self}` cannot be a body",
    label = "neither bytes nor text",
    note = "a stream of models is `JsonLines<…>` or `Sse<…>`"
)]
pub trait Chunk {
    /// The bytes, or why there are none.
    #[allow(clippy::missing_errors_doc, reason = "said above")]
    fn into_bytes(self) -> Result<Bytes, BoxError>;
}

macro_rules! chunks {
    ($($type:ty)*) => {$(
        impl Chunk for $type {
            fn into_bytes(self) -> Result<Bytes, BoxError> {
                Ok(Bytes::from(self))
            }
        }
    )*};
}

chunks! { Bytes Vec<u8> String &'static str &'static [u8] }

impl<C: Chunk, E: Into<BoxError>> Chunk for Result<C, E> {
    fn into_bytes(self) -> Result<Bytes, BoxError> {
        self.map_err(Into::into)?.into_bytes()
    }
}

/// What gives a streamed body its pieces.
pub(crate) trait Pieces {
    /// The next piece, or that there is no further one.
    fn poll_piece(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>>;

    /// How many bytes are still to come, where that is known.
    fn left(&self) -> Option<u64> {
        None
    }
}

pin_project_lite::pin_project! {
    /// The pieces of a stream as they are.
    pub(super) struct Chunks<S> { #[pin] stream: S }
}

impl<S> Chunks<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream }
    }
}

impl<S: Stream<Item: Chunk>> Pieces for Chunks<S> {
    fn poll_piece(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        self.project().stream.poll_next(cx).map(|piece| piece.map(Chunk::into_bytes))
    }
}

pin_project_lite::pin_project! {
    /// A body made of pieces. After a failure it gives nothing more.
    pub(crate) struct StreamBody<P> {
        #[pin]
        pieces: P,
        over: bool,
        // Of the request that it answers, for the log.
        request_id: Option<HeaderValue>,
    }
}

impl<P> StreamBody<P> {
    pub(crate) fn new(pieces: P) -> Self {
        Self { pieces, over: false, request_id: crate::log::request_id() }
    }
}

impl<P: Pieces> http_body::Body for StreamBody<P> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.project();
        if *this.over {
            return Poll::Ready(None);
        }
        let mut pieces = this.pieces;
        // A panic must not take the other requests of the connection with it.
        let polled = catch_unwind(AssertUnwindSafe(|| pieces.as_mut().poll_piece(cx)));
        let piece = match polled {
            Ok(polled) => ready!(polled),
            Err(_) => Some(Err("the stream panicked".into())),
        };
        *this.over = !matches!(piece, Some(Ok(_)));
        Poll::Ready(piece.map(|piece| match piece {
            Ok(bytes) => Ok(Frame::data(bytes)),
            Err(error) => {
                let id = this.request_id.as_ref();
                crate::log::within(id, || {
                    crate::log::error(format_args!("a streamed answer broke off: {error}"))
                });
                Err(error)
            }
        }))
    }

    fn size_hint(&self) -> SizeHint {
        self.pieces.left().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
