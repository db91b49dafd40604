//! Access tokens as arguments of a handler.

use std::any::{TypeId, type_name};
use std::ops::Deref;
use std::sync::Arc;

use fastrs::describe::{EndpointDescription, Need, SecurityScheme};
use fastrs::extract::{FromRequest, OptionalFromRequest, Rejection};
use fastrs::security::{bearer_credentials, describe_unauthorized, unauthorized};
use fastrs::{HttpError, RequestContext};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::error::TokenError;
use crate::token::{Claims, Jwt};

/// The verified claims of `Authorization: Bearer …`.
///
/// The app needs a [`Jwt`] as state. A request without a token, or with one that is not good, is answered with
/// 401 (RFC 6750, section 3); the document shows the scheme and the 401 of every operation that uses it.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::{Bearer, Jwt, random_secret};
///
/// #[get("/whoami")]
/// async fn whoami(token: Bearer) -> String { token.sub.clone() }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let jwt = Jwt::hs256(random_secret()?)?;
/// let app = App::new("Who", "1.0.0").state(jwt).routes(routes![whoami]);
/// # app.build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Bearer<E = ()>(pub Claims<E>);

impl<E> Deref for Bearer<E> {
    type Target = Claims<E>;

    fn deref(&self) -> &Claims<E> {
        &self.0
    }
}

/// The 401 of a token that is not good: the same for every reason, so that a forger learns nothing.
fn invalid_token() -> HttpError {
    HttpError::new(401, "Could not validate credentials")
        .with_header("www-authenticate", "Bearer error=\"invalid_token\"")
}

fn refusal(error: TokenError) -> HttpError {
    if error.is_invalid_token() { invalid_token() } else { error.into() }
}

fn describe(optional: bool, description: &mut EndpointDescription) {
    let object = json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" });
    description.require(vec![SecurityScheme::new("Bearer", object)], optional);
    // A token that is there and not good is refused even where none is needed.
    describe_unauthorized(description);
    description.needs.push(Need { id: TypeId::of::<Arc<Jwt>>(), name: type_name::<Jwt>() });
}

fn verify<E: DeserializeOwned>(cx: &RequestContext) -> Result<Option<Bearer<E>>, HttpError> {
    let Some(token) = bearer_credentials(cx) else { return Ok(None) };
    let jwt = cx.state::<Jwt>().ok_or_else(|| HttpError::new(500, "the app has no state of type Jwt"))?;
    jwt.verify(token).map(|claims| Some(Bearer(claims))).map_err(refusal)
}

impl<E: DeserializeOwned + Send> FromRequest for Bearer<E> {
    fn describe(description: &mut EndpointDescription) {
        describe(false, description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        verify(cx)?.ok_or_else(|| unauthorized("Bearer").into())
    }
}

impl<E: DeserializeOwned + Send> OptionalFromRequest for Bearer<E> {
    fn describe_optional(description: &mut EndpointDescription) {
        describe(true, description);
    }

    async fn optional_from_request(cx: &mut RequestContext) -> Result<Option<Self>, Rejection> {
        Ok(verify(cx)?)
    }
}
