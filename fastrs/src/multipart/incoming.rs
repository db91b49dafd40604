//! The bytes of a multipart body, on their way to being parsed: counted, timed, and one piece at a time.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body as _, Frame};
use tokio::time::{Instant, Sleep};

use crate::body::{Body, BoxError};
use crate::error::HttpError;

/// Why there are no more bytes.
#[derive(Debug)]
pub(super) enum Fault {
    /// The body has more than its limit.
    TooLarge(usize),
    /// The client sends too slowly.
    Slow,
    /// The headers of a part do not end.
    Head,
    /// The client left or broke the protocol.
    Cut,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// The answer.
    pub(super) fn answer(&self) -> HttpError {
        match self {
            Self::TooLarge(limit) => {
                HttpError::new(413, format!("Content Too Large: the limit is {limit} bytes"))
            }
            // The rest of the body would be taken for the next request: the connection cannot be kept.
            Self::Slow => HttpError::status(408).with_header("connection", "close"),
            Self::Head => HttpError::new(400, "The headers of a part are too large"),
            Self::Cut => HttpError::new(400, "There was an error parsing the body"),
        }
    }
}

/// How many more bytes may come before the headers of a part have ended.
///
/// The parser keeps all that it has not understood yet, so that what it may ask for must be bounded.
#[derive(Debug, Clone)]
pub(super) struct HeadBudget(Arc<AtomicUsize>);

impl HeadBudget {
    pub(super) fn unlimited() -> Self {
        Self(Arc::new(AtomicUsize::new(usize::MAX)))
    }

    pub(super) fn set(&self, bytes: usize) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    /// Takes the bytes of a piece; `false` if nothing was left before it.
    fn take(&self, bytes: usize) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        if left != usize::MAX {
            self.0.store(left.saturating_sub(bytes), Ordering::Relaxed);
        }
        left > 0
    }
}

/// The body as a stream.
pub(super) struct Incoming {
    body: Body,
    limit: usize,
    received: usize,
    head: HeadBudget,
    patience: Patience,
    /// Whether a piece has just been given.
    gave: bool,
    /// What is gathered of the next one.
    piece: BytesMut,
    /// Whether the connection has said that there is no more to gather.
    asked: bool,
    /// What came behind the piece and is no more of it.
    held: Option<Option<Result<Bytes, Fault>>>,
}

impl Incoming {
    pub(super) fn new(body: Body, limit: usize, head: HeadBudget) -> Self {
        let patience = Patience::default();
        Self {
            body,
            limit,
            received: 0,
            head,
            patience,
            gave: false,
            piece: BytesMut::new(),
            asked: false,
            held: None,
        }
    }

    /// What a piece is filled up to with more that is there already.
    ///
    /// The parser looks at all that it holds for every piece: a client that sends single bytes must not be able to make it
    /// do that for each of them.
    const PIECE: usize = 8 * 1024;

    /// The next piece: what there is, up to a size.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Fault>>> {
        if self.piece.is_empty() {
            match self.held.take() {
                Some(held) => return Poll::Ready(held),
                None => match ready!(self.poll_data(cx)) {
                    Some(Ok(first)) if first.len() >= Self::PIECE || self.body.is_end_stream() => {
                        return Poll::Ready(Some(self.within_head(first)));
                    }
                    Some(Ok(first)) => self.piece.extend_from_slice(&first),
                    other => return Poll::Ready(other),
                },
            }
        }
        ready!(self.poll_fill(cx));
        let piece = self.piece.split().freeze();
        Poll::Ready(Some(self.within_head(piece)))
    }

    /// Gathers what is there already. The connection hands over one chunk at a time, so that it is asked once more before
    /// it is believed that there is nothing.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.piece.len() < Self::PIECE {
            match Pin::new(&mut self.body).poll_frame(cx).map(|frame| self.counted(frame)) {
                Poll::Ready(Some(Ok(more))) => {
                    self.piece.extend_from_slice(&more);
                    self.asked = false;
                }
                Poll::Ready(other) => {
                    self.held = Some(other);
                    break;
                }
                Poll::Pending if std::mem::replace(&mut self.asked, true) => break,
                Poll::Pending => {
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
        }
        self.asked = false;
        Poll::Ready(())
    }

    /// The piece, if the headers of a part may have so many bytes. All of it is looked at together, so it counts as one.
    fn within_head(&self, piece: Bytes) -> Result<Bytes, Fault> {
        if self.head.take(piece.len()) { Ok(piece) } else { Err(Fault::Head) }
    }

    /// What comes next, if the client is not too slow.
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Fault>>> {
        loop {
            let frame = Pin::new(&mut self.body).poll_frame(cx);
            ready!(self.patience.poll(cx, frame.is_ready(), self.received));
            let Poll::Ready(frame) = frame else { return Poll::Ready(Some(Err(Fault::Slow))) };
            match self.counted(frame) {
                Some(Ok(data)) if data.is_empty() => {}
                other => return Poll::Ready(other),
            }
        }
    }

    /// The bytes of a frame, if there may be so many.
    fn counted(&mut self, frame: Option<Result<Frame<Bytes>, BoxError>>) -> Option<Result<Bytes, Fault>> {
        let Ok(frame) = frame? else { return Some(Err(Fault::Cut)) };
        // Trailers are never merged into the headers: they are dropped.
        let data = frame.into_data().unwrap_or_default();
        if data.len() > self.limit - self.received {
            return Some(Err(Fault::TooLarge(self.limit)));
        }
        self.received += data.len();
        Some(Ok(data))
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, Fault>;

    /// The parser takes whatever is ready before it looks at any of it. After every piece it is told to wait, and woken
    /// at once: so a fast client never fills the memory.
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.gave) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let data = ready!(self.poll_piece(cx));
        self.gave = matches!(data, Some(Ok(_)));
        Poll::Ready(data)
    }
}

/// The time that is spent waiting for the client; what the handler does meanwhile is not counted.
#[derive(Default)]
struct Patience {
    waited: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Patience {
    /// The least that a client sends in a second, but for a beginning of ten seconds.
    const BYTES_PER_SECOND: u64 = 8 * 1024;

    /// Ready if the data is, or if it will not be waited for any longer.
    fn poll(&mut self, cx: &mut Context<'_>, is_there: bool, received: usize) -> Poll<()> {
        if is_there {
            if let Some((since, _)) = self.waiting.take() {
                self.waited += since.elapsed();
            }
            return Poll::Ready(());
        }
        let allowed = Duration::from_secs(10 + received as u64 / Self::BYTES_PER_SECOND);
        let left = allowed.saturating_sub(self.waited);
        let start = || (Instant::now(), Box::pin(tokio::time::sleep(left)));
        self.waiting.get_or_insert_with(start).1.as_mut().poll(cx)
    }
}
