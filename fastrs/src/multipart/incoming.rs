//! The bytes of a multipart body, on their way to being parsed: counted, timed, and one piece at a time.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use tokio::time::{Instant, Sleep};

use crate::body::Body;
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
}

impl Incoming {
    pub(super) fn new(body: Body, limit: usize, head: HeadBudget) -> Self {
        Self { body, limit, received: 0, head, patience: Patience::default(), gave: false }
    }

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Fault>>> {
        loop {
            let frame = Pin::new(&mut self.body).poll_frame(cx);
            ready!(self.patience.poll(cx, frame.is_ready(), self.received));
            let Poll::Ready(frame) = frame else { return Poll::Ready(Some(Err(Fault::Slow))) };
            match frame {
                None => return Poll::Ready(None),
                Some(Err(_)) => return Poll::Ready(Some(Err(Fault::Cut))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if data.is_empty() => {}
                    Ok(data) => return Poll::Ready(Some(self.counted(data))),
                    // Trailers are never merged into the headers: they are dropped.
                    Err(_) => {}
                },
            }
        }
    }

    fn counted(&mut self, data: Bytes) -> Result<Bytes, Fault> {
        if data.len() > self.limit - self.received {
            return Err(Fault::TooLarge(self.limit));
        }
        self.received += data.len();
        if self.head.take(data.len()) { Ok(data) } else { Err(Fault::Head) }
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
        let data = ready!(self.poll_data(cx));
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
