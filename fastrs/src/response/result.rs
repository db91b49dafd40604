//! Answers that may be another.

use http::{HeaderMap, StatusCode};

use super::{IntoResponse, Response, describe_error, detail_response};
use crate::describe::Responses;

impl<T: IntoResponse, E: IntoResponse> IntoResponse for Result<T, E> {
    fn into_response(self, success: StatusCode) -> Response {
        match self {
            Ok(value) => value.into_response(success),
            Err(error) => error.into_response(success),
        }
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        T::describe(success, responses);
        E::describe(success, responses);
    }
}

/// `None` is a 404.
impl<T: IntoResponse> IntoResponse for Option<T> {
    fn into_response(self, success: StatusCode) -> Response {
        match self {
            Some(value) => value.into_response(success),
            None => detail_response(StatusCode::NOT_FOUND, &"Not Found", HeaderMap::new()),
        }
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        T::describe(success, responses);
        describe_error(StatusCode::NOT_FOUND, "Not Found", responses);
    }
}
