//! Responses of the test client.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::conformance::Answer;
use crate::middleware::BeforeRouting;
use crate::response::{Response, is_bodyless};

/// A response that has been read to its end.
#[derive(Debug, Clone)]
pub struct TestResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    is_routed: bool,
}

impl TestResponse {
    pub(super) async fn read(response: Response) -> Self {
        let is_routed = response.extensions().get::<BeforeRouting>().is_none();
        let (parts, body) = response.into_parts();
        let body = body.collect(usize::MAX).await.expect("the body of the response");
        Self { status: parts.status, headers: parts.headers, body, is_routed }
    }

    /// Whether it is not a layer's that answers before any route is looked for.
    pub(super) fn is_routed(&self) -> bool {
        self.is_routed
    }

    pub(super) fn as_answer(&self, method: &Method) -> Answer<'_> {
        let body = (*method != Method::HEAD && !is_bodyless(self.status)).then_some(&*self.body);
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
