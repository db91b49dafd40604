//! One of two: answers, or credentials.

use http::StatusCode;

use super::{IntoResponse, Response};
use crate::describe::Responses;

/// One of two kinds. As an answer it is one or the other, and both are documented; as an argument it takes one or the
/// other of two [security schemes](crate::security).
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/portal")]
/// async fn portal(#[query(default)] teleport: bool) -> Either<Redirect, &'static str> {
///     if teleport { Either::First(Redirect::to("/elsewhere")) } else { Either::Second("Stay.") }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Either<A, B> {
    /// The first.
    First(A),
    /// The second.
    Second(B),
}

#[diagnostic::do_not_recommend]
impl<A: IntoResponse, B: IntoResponse> IntoResponse for Either<A, B> {
    fn into_response(self, success: StatusCode) -> Response {
        match self {
            Self::First(first) => first.into_response(success),
            Self::Second(second) => second.into_response(success),
        }
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        A::describe(success, responses);
        B::describe(success, responses);
    }
}
