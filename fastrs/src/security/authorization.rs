//! The `Authorization` header.

use http::StatusCode;
use http::header::AUTHORIZATION;
use serde_json::json;

use crate::describe::{EndpointDescription, SecurityScheme};
use crate::error::HttpError;
use crate::extract::{FromRequest, OptionalFromRequest, Rejection};
use crate::request::RequestContext;
use crate::response::describe_error;

/// The token of `Authorization: Bearer …` (RFC 6750, section 2.1), if there is one.
///
/// Of several `Authorization` headers none is believed.
pub fn bearer_credentials(cx: &RequestContext) -> Option<&str> {
    let mut headers = cx.headers().get_all(AUTHORIZATION).iter();
    let header = headers.next().filter(|_| headers.next().is_none())?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The 401 of a request without credentials, with the challenge that RFC 9110 (section 11.6.1) asks for.
pub fn unauthorized(challenge: &str) -> HttpError {
    HttpError::new(401, "Not authenticated").with_header("www-authenticate", challenge)
}

/// Adds the 401 to the answers.
pub fn describe_unauthorized(description: &mut EndpointDescription) {
    describe_error(StatusCode::UNAUTHORIZED, "Not authenticated", &mut description.responses);
}

/// The token of `Authorization: Bearer …`, unverified. A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBearer;
///
/// #[get("/token")]
/// async fn length(token: HttpBearer) -> u64 { token.0.len() as u64 }
/// ```
#[derive(Clone)]
pub struct HttpBearer(pub String);

impl std::fmt::Debug for HttpBearer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HttpBearer(**********)")
    }
}

fn scheme(optional: bool) -> SecurityScheme {
    SecurityScheme {
        name: "HTTPBearer".into(),
        scheme: json!({ "type": "http", "scheme": "bearer" }),
        scopes: Vec::new(),
        optional,
    }
}

impl FromRequest for HttpBearer {
    fn describe(description: &mut EndpointDescription) {
        description.security.push(scheme(false));
        describe_unauthorized(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        match bearer_credentials(cx) {
            Some(token) => Ok(Self(token.to_owned())),
            None => Err(unauthorized("Bearer").into()),
        }
    }
}

impl OptionalFromRequest for HttpBearer {
    fn describe_optional(description: &mut EndpointDescription) {
        description.security.push(scheme(true));
    }

    async fn optional_from_request(cx: &mut RequestContext) -> Result<Option<Self>, Rejection> {
        Ok(bearer_credentials(cx).map(|token| Self(token.to_owned())))
    }
}
