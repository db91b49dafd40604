//! What the streams of values share.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::{Response, empty, is_bodyless};
use crate::body::{Body, BoxError, Pieces, StreamBody};

/// An item of a stream, or the error in its place.
pub trait TryItem {
    /// The item.
    type Item;

    /// The item, or why there is none.
    #[allow(clippy::missing_errors_doc, reason = "said above")]
    fn into_item(self) -> Result<Self::Item, BoxError>;
}

impl<T: crate::json::WriteJson> TryItem for T {
    type Item = T;

    fn into_item(self) -> Result<T, BoxError> {
        Ok(self)
    }
}

impl<T, E: Into<BoxError>> TryItem for Result<T, E> {
    type Item = T;

    fn into_item(self) -> Result<T, BoxError> {
        self.map_err(Into::into)
    }
}

/// The answer of a media type whose body is made of `pieces`.
pub(super) fn streamed<P>(success: StatusCode, media: &'static str, pieces: P) -> Response
where
    P: Pieces + Send + 'static,
{
    if is_bodyless(success) {
        return empty(success);
    }
    let mut response = Response::new(Body::new(StreamBody::new(pieces)));
    *response.status_mut() = success;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response
}
