//! What every scheme is.

use std::future::Future;

use http::StatusCode;
use http::header::{HeaderValue, WWW_AUTHENTICATE};

use crate::describe::{EndpointDescription, Responses, SecurityScheme};
use crate::error::HttpError;
use crate::extract::{FromRequest, OptionalFromRequest, Rejection};
use crate::request::RequestContext;
use crate::response::{IntoResponse, Response, describe_error, detail_response, error_description};

/// The 401 of a request without credentials, with the challenge that RFC 9110 (section 11.6.1) asks for.
///
/// # Panics
/// If `challenge` cannot be a header's value.
#[track_caller]
pub fn unauthorized(challenge: &str) -> HttpError {
    HttpError::new(401, "Not authenticated").with_header("www-authenticate", challenge)
}

/// A 401 with a sentence and a challenge: the answer to credentials that are not good.
///
/// As the error of a handler or a dependency it stands in the document as a 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{HttpBearer, Unauthorized};
///
/// struct User;
///
/// #[dependency]
/// async fn user(token: HttpBearer) -> Result<User, Unauthorized> {
///     if token.token() == "good" { Ok(User) } else { Err(Unauthorized::new("Could not validate credentials", "Bearer")) }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unauthorized {
    detail: String,
    challenge: HeaderValue,
}

impl Unauthorized {
    /// A sentence for people and a challenge for programs, as in `Bearer` or `Basic realm="shop"`.
    ///
    /// # Panics
    /// If `challenge` cannot be a header's value.
    #[track_caller]
    pub fn new(detail: impl Into<String>, challenge: impl AsRef<str>) -> Self {
        let challenge = HeaderValue::try_from(challenge.as_ref()).expect("a challenge is a header's value");
        Self { detail: detail.into(), challenge }
    }
}

impl std::fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

#[diagnostic::do_not_recommend]
impl IntoResponse for Unauthorized {
    fn into_response(self, _: StatusCode) -> Response {
        let headers = [(WWW_AUTHENTICATE, self.challenge)].into_iter().collect();
        detail_response(StatusCode::UNAUTHORIZED, &self.detail, headers)
    }

    fn describe(_: StatusCode, responses: &mut Responses) {
        responses.add(
            error_description(StatusCode::UNAUTHORIZED, "The credentials are not good")
                .with_header("www-authenticate", CHALLENGE),
        );
    }
}

/// What the document says of the header.
const CHALLENGE: &str = "How to authenticate (RFC 9110, section 11.6.1)";

/// Adds the 401 to the answers.
pub fn describe_unauthorized(description: &mut EndpointDescription) {
    describe_error(StatusCode::UNAUTHORIZED, "Not authenticated", &mut description.responses);
}

/// A security scheme: a type that takes credentials from the request, and stands in the document.
///
/// Whatever implements it is an argument, and so are `Option` of it, for operations that work without, and
/// [`Either`](super::Either) of two.
///
/// # Example
/// The bearer scheme with a refusal of one's own:
///
/// ```
/// use fastrs::describe::SecurityScheme;
/// use fastrs::prelude::*;
/// use fastrs::security::{HttpBearer, Scheme};
/// use fastrs::RequestContext;
/// use serde_json::json;
///
/// struct Token(HttpBearer);
///
/// impl Scheme for Token {
///     fn schemes() -> Vec<SecurityScheme> {
///         vec![SecurityScheme::new("Token", json!({ "type": "http", "scheme": "bearer" }))]
///     }
///
///     async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
///         Ok(HttpBearer::credentials(cx).await?.map(Self))
///     }
///
///     fn refusal() -> HttpError {
///         HttpError::new(403, "Not authenticated")
///     }
/// }
///
/// #[get("/")]
/// async fn read(token: Token) -> String { format!("{} bytes", token.0.token().len()) }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = fastrs::testing::TestClient::new(App::new("Token", "1.0.0").routes(routes![read]));
/// client.get("/").await.assert_status(403);
/// assert_eq!(client.get("/").bearer("abc").await.text(), "3 bytes");
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no security scheme",
    label = "does not implement `fastrs::security::Scheme`"
)]
pub trait Scheme: Sized + Send {
    /// Whether credentials can be there and malformed, or not good. Such a request is refused even where none are needed.
    const CAN_BE_MALFORMED: bool = false;

    /// The scheme as the document writes it; several if each of them is enough.
    fn schemes() -> Vec<SecurityScheme>;

    /// The credentials; `None` if the request has none. A scheme may check them right away.
    ///
    /// # Errors
    /// An answer, if they are there and malformed or not good.
    fn credentials(cx: &mut RequestContext) -> impl Future<Output = Result<Option<Self>, HttpError>> + Send;

    /// Writes into the description what a check of the credentials takes: states, and answers beside the refusal.
    fn describe_check(_: &mut EndpointDescription) {}

    /// The answer to a request without credentials: its status, its headers and its sentence are in the document.
    fn refusal() -> HttpError;
}

fn describe_refusal<T: Scheme>(description: &mut EndpointDescription) {
    let refusal = T::refusal();
    let text = refusal.detail().and_then(|detail| detail.as_str()).unwrap_or("Not authenticated");
    let mut response = error_description(refusal.status_code(), text.to_owned());
    if refusal.headers().contains_key(WWW_AUTHENTICATE) {
        response = response.with_header("www-authenticate", CHALLENGE);
    }
    description.responses.add(response);
}

#[diagnostic::do_not_recommend]
impl<T: Scheme> FromRequest for T {
    fn describe(description: &mut EndpointDescription) {
        description.require(T::schemes(), false);
        describe_refusal::<T>(description);
        T::describe_check(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        T::credentials(cx).await?.ok_or_else(|| T::refusal().into())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scheme> OptionalFromRequest for T {
    fn describe_optional(description: &mut EndpointDescription) {
        description.require(T::schemes(), true);
        if T::CAN_BE_MALFORMED {
            describe_refusal::<T>(description);
        }
        T::describe_check(description);
    }

    async fn optional_from_request(cx: &mut RequestContext) -> Result<Option<Self>, Rejection> {
        Ok(T::credentials(cx).await?)
    }
}

/// A scheme whose credentials are a token.
///
/// What checks tokens is written once for all of them: `fastrs_auth::Bearer` takes the scheme as a parameter.
pub trait BearerScheme: Scheme {
    /// The token.
    fn token(&self) -> &str;
}
