//! Answers without a form of their own: nothing, bytes, or a whole response.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::{IntoResponse, Response, empty};
use crate::body::Body;
use crate::describe::{ResponseDescription, Responses};

/// 204, whatever the operation declares.
#[derive(Debug, Clone, Copy)]
pub struct NoContent;

#[diagnostic::do_not_recommend]
impl IntoResponse for NoContent {
    fn into_response(self, _: StatusCode) -> Response {
        empty(StatusCode::NO_CONTENT)
    }

    fn describe(_: StatusCode, responses: &mut Responses) {
        responses.add(ResponseDescription::success(StatusCode::NO_CONTENT));
    }
}

/// The declared status without a body.
#[diagnostic::do_not_recommend]
impl IntoResponse for () {
    fn into_response(self, success: StatusCode) -> Response {
        empty(success)
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        responses.add(ResponseDescription::success(success));
    }
}

#[diagnostic::do_not_recommend]
impl IntoResponse for Bytes {
    fn into_response(self, success: StatusCode) -> Response {
        let mut response = Response::new(Body::from(self));
        *response.status_mut() = success;
        let media = HeaderValue::from_static("application/octet-stream");
        response.headers_mut().insert(CONTENT_TYPE, media);
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        responses.add(ResponseDescription::success(success).with_content("application/octet-stream", None));
    }
}

/// The way out: a response of your own making, of which the document knows only the declared statuses.
///
/// Another status than those is a fault of the program, which builds for development and tests log and answer with 500.
#[diagnostic::do_not_recommend]
impl IntoResponse for Response {
    fn into_response(self, _: StatusCode) -> Response {
        self
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        responses.add(ResponseDescription::success(success));
    }
}
