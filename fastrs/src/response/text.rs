//! Text answers.

use std::borrow::Cow;

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use schemars::JsonSchema;

use super::{IntoResponse, Response, empty, is_bodyless};
use crate::body::Body;
use crate::describe::{ResponseDescription, Responses};
use crate::schema::SchemaOf;

static PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
static HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A page of HTML.
///
/// The text is sent as it is: whatever comes from a client must have been escaped by who made the page.
#[derive(Debug, Clone)]
pub struct Html<T>(pub T);

fn text_response(success: StatusCode, media: &'static HeaderValue, body: Body) -> Response {
    if is_bodyless(success) {
        return empty(success);
    }
    let mut response = Response::new(body);
    *response.status_mut() = success;
    response.headers_mut().insert(CONTENT_TYPE, media.clone());
    response
}

fn describe_text(success: StatusCode, media: &'static str, responses: &mut Responses) {
    let schema = SchemaOf::new::<PlainText>();
    responses.add(ResponseDescription::success(success).with_content(media, Some(schema)));
}

// The schema of text, `{"type": "string"}`. (A doc comment would be its description, for all to read.)
#[derive(JsonSchema)]
#[schemars(inline)]
pub(super) struct PlainText(#[allow(dead_code, reason = "only the schema is used")] String);

macro_rules! texts {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoResponse for $type {
            fn into_response(self, success: StatusCode) -> Response {
                text_response(success, &PLAIN, self.into())
            }

            fn describe(success: StatusCode, responses: &mut Responses) {
                describe_text(success, "text/plain", responses);
            }
        }
    )*};
}

texts! { &'static str, String }

#[diagnostic::do_not_recommend]
impl IntoResponse for Cow<'static, str> {
    fn into_response(self, success: StatusCode) -> Response {
        match self {
            Cow::Borrowed(text) => text.into_response(success),
            Cow::Owned(text) => text.into_response(success),
        }
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        describe_text(success, "text/plain", responses);
    }
}

impl<T: Into<Body>> IntoResponse for Html<T> {
    fn into_response(self, success: StatusCode) -> Response {
        text_response(success, &HTML, self.0.into())
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        describe_text(success, "text/html", responses);
    }
}
