//! Server-sent events (the HTML standard, section 9.2).

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderValue};
use tokio::time::{Instant, Sleep};

use super::event::SseItem;
use super::item::streamed;
use super::{IntoResponse, Response};
use crate::body::{BoxError, Pieces};
use crate::describe::{ResponseDescription, Responses};

/// A stream of events as `text/event-stream`, which a browser reads with `EventSource`.
///
/// The items are [`Event`](super::Event)s, or values, each of which becomes the data of an event, or `Result`s of
/// them. An error is logged and breaks the connection off. Where nothing comes for 15 seconds a comment is sent, so
/// that no proxy takes the connection for dead.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[model(output)]
/// struct Tick {
///     n: u32,
/// }
///
/// #[get("/ticks")]
/// async fn ticks() -> Sse<impl Stream<Item = Event<Tick>>> {
///     Sse::new(tokio_stream::iter([Event::new(Tick { n: 1 }).id("1")]))
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Clock", "1.0.0").routes(routes![ticks]));
/// assert_eq!(client.get("/ticks").await.text(), "data: {\"n\":1}\nid: 1\n\n");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Sse<S> {
    stream: S,
    keep_alive: Duration,
}

const KEEP_ALIVE: Duration = Duration::from_secs(15);

impl<S> Sse<S> {
    /// The events of `stream`.
    pub fn new(stream: S) -> Self {
        Self { stream, keep_alive: KEEP_ALIVE }
    }

    /// Sets after how long a silence a comment is sent (15 s unless set).
    #[must_use]
    pub fn keep_alive(mut self, after: Duration) -> Self {
        self.keep_alive = after;
        self
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoResponse for Sse<S>
where
    S: Stream<Item: SseItem> + Send + 'static,
{
    fn into_response(self, success: StatusCode) -> Response {
        let events = Events { stream: self.stream, keep_alive: self.keep_alive, silence: None };
        let mut response = streamed(success, "text/event-stream; charset=utf-8", events);
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        // nginx would gather the events otherwise.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        let event = <S::Item as SseItem>::schema();
        responses.add(ResponseDescription::success(success).with_items("text/event-stream", event));
    }
}

pin_project_lite::pin_project! {
    struct Events<S> {
        #[pin]
        stream: S,
        keep_alive: Duration,
        // Made when the stream first has nothing to say.
        silence: Option<Pin<Box<Sleep>>>,
    }
}

impl<S: Stream<Item: SseItem>> Pieces for Events<S> {
    fn poll_piece(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let this = self.project();
        if let Poll::Ready(item) = this.stream.poll_next(cx) {
            *this.silence = None;
            return Poll::Ready(item.map(|item| item.write().map(Bytes::from)));
        }
        let keep_alive = *this.keep_alive;
        let silence = this.silence.get_or_insert_with(|| Box::pin(tokio::time::sleep(keep_alive)));
        if silence.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        silence.as_mut().reset(Instant::now() + keep_alive);
        Poll::Ready(Some(Ok(Bytes::from_static(b": ping\n\n"))))
    }
}
