//! Responses of the test client.

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode};
use http_body::Body as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::conformance::Answer;
use crate::body::BoxError;
use crate::middleware::BeforeRouting;
use crate::response::{Response, is_bodyless};

/// A response that has been read to its end.
#[derive(Debug, Clone)]
pub struct TestResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    is_routed: bool,
    /// Whether the body was read to its end.
    is_whole: bool,
}

/// How long a stream is looked at that may not end, and how much of it.
const GLANCE: (Duration, usize) = (Duration::from_millis(100), 16 * 1024);

impl TestResponse {
    pub(super) async fn read(response: Response) -> Self {
        let is_routed = response.extensions().get::<BeforeRouting>().is_none();
        let (parts, body) = response.into_parts();
        let body = body.collect(usize::MAX).await.expect("the body of the response");
        Self { status: parts.status, headers: parts.headers, body, is_routed, is_whole: true }
    }

    /// Reads the beginning of a body that may not end, and lets the rest go.
    ///
    /// # Errors
    /// If the body breaks off.
    pub(super) async fn glance(response: Response) -> Result<Self, BoxError> {
        let is_routed = response.extensions().get::<BeforeRouting>().is_none();
        let (parts, body) = response.into_parts();
        let (mut body, mut begun, mut is_whole) = (pin!(body), BytesMut::new(), false);
        let reading = async {
            while begun.len() < GLANCE.1 {
                match poll_fn(|cx| body.as_mut().poll_frame(cx)).await.transpose()? {
                    Some(frame) => {
                        frame.data_ref().into_iter().for_each(|data| begun.extend_from_slice(data))
                    }
                    None => {
                        is_whole = true;
                        break;
                    }
                }
            }
            Ok::<_, BoxError>(())
        };
        // That the time is up is no fault.
        tokio::time::timeout(GLANCE.0, reading).await.unwrap_or(Ok(()))?;
        let mut this =
            Self { status: parts.status, headers: parts.headers, body: begun.freeze(), is_routed, is_whole };
        if !is_whole {
            this.cut();
        }
        Ok(this)
    }

    /// Leaves the last item off, which may not be whole.
    fn cut(&mut self) {
        let end: &[u8] = if self.is_of_type("text/event-stream") { b"\n\n" } else { b"\n" };
        let last = self.body.windows(end.len()).rposition(|bytes| bytes == end);
        self.body.truncate(last.map_or(0, |at| at + end.len()));
    }

    fn is_of_type(&self, media: &str) -> bool {
        self.header("content-type").is_some_and(|header| header.starts_with(media))
    }

    /// Whether it is not a layer's that answers before any route is looked for.
    pub(super) fn is_routed(&self) -> bool {
        self.is_routed
    }

    pub(super) fn as_answer(&self, method: &Method) -> Answer<'_> {
        let has_items = ["text/event-stream", "application/jsonl", "application/x-ndjson"];
        let is_known = self.is_whole || has_items.iter().any(|media| self.is_of_type(media));
        let has_body = is_known && *method != Method::HEAD && !is_bodyless(self.status);
        let body = has_body.then_some(&*self.body);
        Answer { status: self.status.as_u16(), headers: &self.headers, body }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of this name, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text; what is no UTF-8 shows as U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a value.
    ///
    /// # Panics
    /// If the body is not the JSON of a `T`.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("the body is not the expected JSON: {error}\n{}", self.text()),
        }
    }

    /// The body as free JSON.
    ///
    /// # Panics
    /// If the body is not JSON.
    #[track_caller]
    pub fn value(&self) -> Value {
        self.json()
    }

    /// Goes on if the status is `expected`.
    ///
    /// # Panics
    /// If it is another; the body is in the message.
    #[track_caller]
    pub fn assert_status(self, expected: u16) -> Self {
        assert_eq!(self.status(), expected, "the response was: {}", self.text());
        self
    }

    /// Goes on if the status is a success (2xx).
    ///
    /// # Panics
    /// If it is not; the body is in the message.
    #[track_caller]
    pub fn assert_ok(self) -> Self {
        assert!(self.status.is_success(), "the status is {}, the body: {}", self.status, self.text());
        self
    }
}
