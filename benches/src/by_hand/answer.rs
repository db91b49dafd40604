//! Responses.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http_body_util::Full;
use serde::Serialize;

pub(super) type Response = http::Response<Full<Bytes>>;

pub(super) fn text(status: u16, text: impl Into<Bytes>) -> Response {
    response(status, "text/plain; charset=utf-8", text.into())
}

/// JSON of about `size` bytes.
pub(super) fn json(status: u16, size: usize, value: &(impl Serialize + ?Sized)) -> Response {
    let mut bytes = Vec::with_capacity(size);
    match serde_json::to_writer(&mut bytes, value) {
        Ok(()) => response(status, "application/json", bytes.into()),
        Err(_) => text(500, "Internal Server Error"),
    }
}

fn response(status: u16, media: &'static str, body: Bytes) -> Response {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response
}
