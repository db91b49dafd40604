//! Access tokens as arguments of a handler.

use std::any::{TypeId, type_name};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use fastrs::describe::{EndpointDescription, Need, SecurityScheme};
use fastrs::http::StatusCode;
use fastrs::response::describe_error;
use fastrs::security::{BearerScheme, HttpAuth, HttpScheme, Principal, Scheme};
use fastrs::{HttpError, RequestContext};
use serde::de::DeserializeOwned;

use crate::error::SessionError;
use crate::session::Sessions;
use crate::token::Claims;

/// `Authorization: Bearer …` with a JSON Web Token in it, as the document describes it.
#[derive(Debug)]
pub enum JwtScheme {}

impl HttpScheme for JwtScheme {
    const SCHEME: &'static str = "bearer";
    const NAME: &'static str = "Bearer";
    const BEARER_FORMAT: Option<&'static str> = Some("JWT");
}

/// The verified claims of an access token, with your own claims `E` in `extra`.
///
/// The app needs [`Sessions`] as state. A request without a token, or with one that is not good or whose session has
/// ended, is answered with 401 (RFC 6750, section 3); the document shows the scheme and the 401 of every operation that
/// uses it. While the store of revocations does not answer it is a 503, unless [`Outage`](crate::Outage) says otherwise.
///
/// `S` is the scheme by which the token comes: with an [`OAuth2PasswordBearer`] of yours in its place, "Authorize" on
/// the docs page logs in. `Option<Bearer>` and [`Either`] work as with every scheme.
///
/// The request's [`Principal`] is `user:` and the subject.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::{Bearer, Jwt, Sessions, random_secret};
///
/// #[get("/whoami")]
/// async fn whoami(token: Bearer) -> String { token.sub.clone() }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sessions = Sessions::new(Jwt::hs256(random_secret()?)?);
/// let token = sessions.begin("ann").await?.tokens(())?.access_token;
///
/// let app = App::new("Who", "1.0.0").state(sessions).routes(routes![whoami]);
/// let client = fastrs::testing::TestClient::new(app);
/// assert_eq!(client.get("/whoami").bearer(&token).await.assert_ok().text(), "ann");
/// client.get("/whoami").bearer("another").await.assert_status(401);
/// # Ok(())
/// # }
/// ```
///
/// [`OAuth2PasswordBearer`]: fastrs::security::OAuth2PasswordBearer
/// [`Either`]: fastrs::security::Either
pub struct Bearer<E = (), S = HttpAuth<JwtScheme>> {
    claims: Claims<E>,
    scheme: PhantomData<fn() -> S>,
}

impl<E, S> Bearer<E, S> {
    /// The claims.
    pub fn claims(&self) -> &Claims<E> {
        &self.claims
    }

    /// The claims, to keep.
    pub fn into_claims(self) -> Claims<E> {
        self.claims
    }
}

/// For calling a handler as the plain function it is.
impl<E, S> From<Claims<E>> for Bearer<E, S> {
    fn from(claims: Claims<E>) -> Self {
        Self { claims, scheme: PhantomData }
    }
}

impl<E, S> Deref for Bearer<E, S> {
    type Target = Claims<E>;

    fn deref(&self) -> &Claims<E> {
        &self.claims
    }
}

impl<E: Clone, S> Clone for Bearer<E, S> {
    fn clone(&self) -> Self {
        self.claims.clone().into()
    }
}

impl<E: fmt::Debug, S> fmt::Debug for Bearer<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bearer").field(&self.claims).finish()
    }
}

impl<E: DeserializeOwned + Send, S: BearerScheme> Scheme for Bearer<E, S> {
    const CAN_BE_MALFORMED: bool = true;

    fn schemes() -> Vec<SecurityScheme> {
        S::schemes()
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        let Some(scheme) = S::credentials(cx).await? else { return Ok(None) };
        let claims = sessions(cx)?.verify(scheme.token()).await.map_err(refused)?;
        note_principal(cx, &claims);
        Ok(Some(claims.into()))
    }

    fn describe_check(description: &mut EndpointDescription) {
        describe_sessions(description);
    }

    fn refusal() -> HttpError {
        S::refusal()
    }
}

/// The answer to a token that is not accepted, with its reason in the log.
pub(crate) fn refused(error: SessionError) -> HttpError {
    if let SessionError::Invalid(why) = &error {
        tracing::debug!(%why, "a token is refused");
    }
    error.into_answer()
}

/// Notes whom the request speaks for. Two tokens of a subject may say different things of its rights: what a cache may
/// share is told apart by the token.
pub(crate) fn note_principal<E>(cx: &mut RequestContext, claims: &Claims<E>) {
    cx.set_principal(Principal::new(format!("user:{}", claims.sub)).with_authority(&*claims.jti));
}

pub(crate) fn sessions(cx: &RequestContext) -> Result<Arc<Sessions>, HttpError> {
    cx.state::<Sessions>().ok_or_else(|| HttpError::new(500, "the app has no state of type Sessions"))
}

/// What the check of a token takes and how it can fail, beside the 401.
pub(crate) fn describe_sessions(description: &mut EndpointDescription) {
    description.needs.push(Need { id: TypeId::of::<Arc<Sessions>>(), name: type_name::<Sessions>() });
    describe_error(StatusCode::SERVICE_UNAVAILABLE, UNKNOWN, &mut description.responses);
}

const UNKNOWN: &str = "Whether the credentials are good cannot be told at the moment";
