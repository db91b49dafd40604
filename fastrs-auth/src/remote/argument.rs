//! Tokens of another issuer as arguments of a handler.

use std::any::{TypeId, type_name};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use fastrs::describe::{EndpointDescription, Need, SecurityScheme};
use fastrs::http::StatusCode;
use fastrs::response::describe_error;
use fastrs::security::{BearerScheme, HttpAuth, Principal, Scheme};
use fastrs::{HttpError, RequestContext};
use serde::de::DeserializeOwned;

use super::{RemoteClaims, RemoteJwt};
use crate::bearer::JwtScheme;
use crate::token::fingerprint;

/// The verified claims of a token that another issuer has signed, with its other claims in `extra`.
///
/// The app needs a [`RemoteJwt`] as state. A request without a token, or with one that is not good, is answered with 401;
/// while the issuer's keys cannot be had it is a 503. Whether the issuer has revoked the token is not known: ask it for
/// short-lived ones.
///
/// `S` is the scheme by which the token comes, as of [`Bearer`](crate::Bearer). The request's [`Principal`] is the issuer
/// and the subject.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::RemoteBearer;
///
/// #[derive(serde::Deserialize)]
/// struct Profile { email: String }
///
/// #[get("/me")]
/// async fn me(token: RemoteBearer<Profile>) -> String { token.extra.email.clone() }
/// ```
pub struct RemoteBearer<E = (), S = HttpAuth<JwtScheme>> {
    claims: RemoteClaims<E>,
    scheme: PhantomData<fn() -> S>,
}

impl<E, S> RemoteBearer<E, S> {
    /// The claims, to keep.
    pub fn into_claims(self) -> RemoteClaims<E> {
        self.claims
    }
}

/// For calling a handler as the plain function it is.
impl<E, S> From<RemoteClaims<E>> for RemoteBearer<E, S> {
    fn from(claims: RemoteClaims<E>) -> Self {
        Self { claims, scheme: PhantomData }
    }
}

impl<E, S> Deref for RemoteBearer<E, S> {
    type Target = RemoteClaims<E>;

    fn deref(&self) -> &RemoteClaims<E> {
        &self.claims
    }
}

impl<E: fmt::Debug, S> fmt::Debug for RemoteBearer<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RemoteBearer").field(&self.claims).finish()
    }
}

impl<E: DeserializeOwned + Send, S: BearerScheme> Scheme for RemoteBearer<E, S> {
    const CAN_BE_MALFORMED: bool = true;

    fn schemes() -> Vec<SecurityScheme> {
        S::schemes()
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        let Some(scheme) = S::credentials(cx).await? else { return Ok(None) };
        let jwt = cx.state::<RemoteJwt>();
        let jwt = jwt.ok_or_else(|| HttpError::new(500, "the app has no state of type RemoteJwt"))?;
        let claims = jwt.verify(scheme.token()).await.map_err(super::RemoteError::into_answer)?;
        // Two tokens of a subject may say different things of its rights.
        let principal = Principal::new(format!("{}#{}", claims.iss, claims.sub))
            .with_authority(fingerprint(scheme.token().as_bytes()));
        cx.set_principal(principal);
        Ok(Some(claims.into()))
    }

    fn describe_check(description: &mut EndpointDescription) {
        description.needs.push(Need { id: TypeId::of::<Arc<RemoteJwt>>(), name: type_name::<RemoteJwt>() });
        let text = "Whether the credentials are good cannot be told at the moment";
        describe_error(StatusCode::SERVICE_UNAVAILABLE, text, &mut description.responses);
    }

    fn refusal() -> HttpError {
        S::refusal()
    }
}
