//! Answers that send the client elsewhere.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{IntoResponse, Response, empty};
use crate::describe::{ResponseDescription, Responses};

/// What may not stand in a `Location` as it is: controls, spaces, quotes and all that is not ASCII.
const TARGET: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A redirect. `STATUS` is 307 unless another is named: `Redirect<303>` after a form, `Redirect<301>` for good.
///
/// The status is part of the type, so that the document names the one that is sent.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/old")]
/// async fn old() -> Redirect { Redirect::to("/new") }
///
/// #[post("/login")]
/// async fn login() -> Redirect<303> { Redirect::to("/home") }
/// ```
#[derive(Debug, Clone)]
pub struct Redirect<const STATUS: u16 = 307> {
    target: HeaderValue,
}

impl<const STATUS: u16> Redirect<STATUS> {
    /// Sends the client to `target`, a path or a whole address.
    ///
    /// Characters that may not stand in a header are percent-encoded, so that nothing can be smuggled into it.
    pub fn to(target: impl AsRef<str>) -> Self {
        let encoded = utf8_percent_encode(target.as_ref(), TARGET).to_string();
        let target = HeaderValue::try_from(encoded).expect("only visible ASCII is left");
        Self { target }
    }

    fn status() -> StatusCode {
        StatusCode::from_u16(STATUS).unwrap_or(StatusCode::TEMPORARY_REDIRECT)
    }
}

/// A status by number, to say of which a redirect can be.
#[derive(Debug)]
pub struct Code<const STATUS: u16>;

/// The statuses that a redirect can have.
#[diagnostic::on_unimplemented(
    message = "a redirect cannot have this status",
    label = "a redirect is 301, 302, 303, 307 or 308"
)]
pub trait RedirectStatus {}
impl RedirectStatus for Code<301> {}
impl RedirectStatus for Code<302> {}
impl RedirectStatus for Code<303> {}
impl RedirectStatus for Code<307> {}
impl RedirectStatus for Code<308> {}

impl<const STATUS: u16> IntoResponse for Redirect<STATUS>
where
    Code<STATUS>: RedirectStatus,
{
    fn into_response(self, _: StatusCode) -> Response {
        let mut response = empty(Self::status());
        response.headers_mut().insert(LOCATION, self.target);
        response
    }

    fn describe(_: StatusCode, responses: &mut Responses) {
        responses.add(
            ResponseDescription::success(Self::status()).with_header("location", "Where to go instead."),
        );
    }
}
