//! What `#[derive(ApiError)]` is made of.

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};

use crate::body::BoxError;
use crate::response::{Failed, InternalError, Response, detail_response};

/// An error whose text is the `detail` of an answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text to answer with",
    label = "does not implement `std::error::Error`",
    note = "derive it too: `#[derive(Debug, thiserror::Error, ApiError)]`, with `#[error(\"…\")]` on every variant"
)]
pub trait IntoError {
    /// The error.
    fn into_error(self) -> BoxError;
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> IntoError for E {
    fn into_error(self) -> BoxError {
        self.into()
    }
}

/// A variant's answer: its status and headers. Written by the macro.
#[derive(Debug, Clone, Copy)]
pub struct ApiErrorResponse {
    /// The status.
    pub status: u16,
    /// Headers, name and value.
    pub headers: &'static [(&'static str, &'static str)],
}

/// Answers with an error's own text; a 5xx says only its phrase and keeps the error for the log.
pub fn error_response(error: BoxError, response: ApiErrorResponse) -> Response {
    let status = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers: HeaderMap = response
        .headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    if status.is_server_error() {
        let mut response = InternalError::new(error).into_response_with(status);
        response.headers_mut().extend(headers);
        return response;
    }
    let error = InternalError::new(error);
    let mut answer = detail_response(status, &error.0.to_string(), headers);
    answer.extensions_mut().insert(Failed { source: Some(error), ..Failed::default() });
    answer
}
