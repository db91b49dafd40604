//! An answer that is one of two.

use http::StatusCode;

use super::{IntoResponse, Response};
use crate::describe::Responses;

/// An answer of one of two kinds, both of which are documented.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/portal")]
/// async fn portal(#[query(default)] teleport: bool) -> Either<Redirect, &'static str> {
///     if teleport { Either::Left(Redirect::to("/elsewhere")) } else { Either::Right("Stay.") }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Either<L, R> {
    /// The one.
    Left(L),
    /// The other.
    Right(R),
}

impl<L: IntoResponse, R: IntoResponse> IntoResponse for Either<L, R> {
    fn into_response(self, success: StatusCode) -> Response {
        match self {
            Self::Left(left) => left.into_response(success),
            Self::Right(right) => right.into_response(success),
        }
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        L::describe(success, responses);
        R::describe(success, responses);
    }
}
