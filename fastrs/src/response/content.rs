//! Answers with a media type of the user's own.

use std::marker::PhantomData;

use futures_core::Stream;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::text::PlainText;
use super::{IntoResponse, Response, empty, is_bodyless};
use crate::body::{Body, Chunk};
use crate::describe::{ResponseDescription, Responses};
use crate::schema::SchemaOf;

/// A media type that is known when the program is compiled, so that the document can name it.
pub trait MediaType {
    /// The media type, as in `application/xml`. A type of `text/` is sent with `; charset=utf-8`.
    const MEDIA_TYPE: &'static str;
}

/// An answer of the media type `M`: text, bytes or a stream of them.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// struct Xml;
///
/// impl MediaType for Xml {
///     const MEDIA_TYPE: &'static str = "application/xml";
/// }
///
/// #[get("/legacy")]
/// async fn legacy() -> Content<Xml> {
///     Content::new("<shampoo/>")
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").routes(routes![legacy]));
/// assert_eq!(client.get("/legacy").await.header("content-type"), Some("application/xml"));
/// # }
/// ```
#[derive(Debug)]
pub struct Content<M> {
    body: Body,
    media: PhantomData<fn() -> M>,
}

impl<M: MediaType> Content<M> {
    /// The whole body.
    pub fn new(body: impl Into<Body>) -> Self {
        Self { body: body.into(), media: PhantomData }
    }

    /// A body that is sent piece by piece, as [`Body::stream`] does.
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item: Chunk> + Send + 'static,
    {
        Self::new(Body::stream(stream))
    }
}

#[diagnostic::do_not_recommend]
impl<M: MediaType> IntoResponse for Content<M> {
    fn into_response(self, success: StatusCode) -> Response {
        if is_bodyless(success) {
            return empty(success);
        }
        let mut response = Response::new(self.body);
        *response.status_mut() = success;
        if let Some(media) = content_type(M::MEDIA_TYPE) {
            response.headers_mut().insert(CONTENT_TYPE, media);
        }
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        responses.add(describe_content::<M>(ResponseDescription::success(success)));
    }
}

/// Adds a body of the media type: text as far as JSON Schema is concerned, unless it is JSON.
pub(super) fn describe_content<M: MediaType>(response: ResponseDescription) -> ResponseDescription {
    let schema = (!is_json(M::MEDIA_TYPE)).then(SchemaOf::new::<PlainText>);
    response.with_content(M::MEDIA_TYPE, schema)
}

fn is_json(media: &str) -> bool {
    media == "application/json" || media.ends_with("+json")
}

/// The header of a media type; text says how it is encoded.
pub(super) fn content_type(media: &str) -> Option<HeaderValue> {
    let text = media.starts_with("text/") && !media.contains("charset=");
    let charset = if text { "; charset=utf-8" } else { "" };
    HeaderValue::try_from(format!("{media}{charset}")).ok()
}

/// A body as it is, of no media type that the document knows.
#[diagnostic::do_not_recommend]
impl IntoResponse for Body {
    fn into_response(self, success: StatusCode) -> Response {
        if is_bodyless(success) {
            return empty(success);
        }
        let mut response = Response::new(self);
        *response.status_mut() = success;
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        responses.add(ResponseDescription::success(success));
    }
}
