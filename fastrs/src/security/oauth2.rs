//! OAuth2's password flow (RFC 6749, section 4.3): the login that Swagger UI's "Authorize" speaks.

use std::marker::PhantomData;

use serde_json::{Map, Value, json};

use super::{bearer_credentials, describe_unauthorized, unauthorized};
use crate::describe::{EndpointDescription, SecurityScheme};
use crate::extract::{FromRequest, OptionalFromRequest, Rejection};
use crate::request::RequestContext;

/// Where and for what a password flow gives tokens.
pub trait PasswordFlow: Send + Sync + 'static {
    /// The address of the operation that takes the login form, as in `/auth/token`.
    const TOKEN_URL: &'static str;
    /// The name of the scheme in the document.
    const NAME: &'static str = "OAuth2PasswordBearer";
    /// The scopes with their descriptions.
    const SCOPES: &'static [(&'static str, &'static str)] = &[];
}

/// The access token of a password flow, unverified. A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{OAuth2PasswordBearer, PasswordFlow};
///
/// struct Login;
///
/// impl PasswordFlow for Login {
///     const TOKEN_URL: &'static str = "/auth/token";
/// }
///
/// #[get("/me")]
/// async fn me(token: OAuth2PasswordBearer<Login>) -> String { format!("{} bytes", token.token().len()) }
/// ```
pub struct OAuth2PasswordBearer<F> {
    token: String,
    flow: PhantomData<F>,
}

impl<F> OAuth2PasswordBearer<F> {
    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl<F> std::fmt::Debug for OAuth2PasswordBearer<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OAuth2PasswordBearer(**********)")
    }
}

fn scheme<F: PasswordFlow>(optional: bool) -> SecurityScheme {
    let scopes: Map<String, Value> =
        F::SCOPES.iter().map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
    SecurityScheme {
        name: F::NAME.into(),
        scheme: json!({
            "type": "oauth2",
            "flows": { "password": { "scopes": scopes, "tokenUrl": F::TOKEN_URL } },
        }),
        scopes: Vec::new(),
        optional,
    }
}

fn token<F>(cx: &RequestContext) -> Option<OAuth2PasswordBearer<F>> {
    let token = bearer_credentials(cx)?.to_owned();
    Some(OAuth2PasswordBearer { token, flow: PhantomData })
}

impl<F: PasswordFlow> FromRequest for OAuth2PasswordBearer<F> {
    fn describe(description: &mut EndpointDescription) {
        description.security.push(scheme::<F>(false));
        describe_unauthorized(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        token(cx).ok_or_else(|| unauthorized("Bearer").into())
    }
}

impl<F: PasswordFlow> OptionalFromRequest for OAuth2PasswordBearer<F> {
    fn describe_optional(description: &mut EndpointDescription) {
        description.security.push(scheme::<F>(true));
    }

    async fn optional_from_request(cx: &mut RequestContext) -> Result<Option<Self>, Rejection> {
        Ok(token(cx))
    }
}

/// The form that a client of the password flow sends: take it as `#[form] form: OAuth2PasswordRequestForm`.
#[crate::model]
#[derive(Debug, Clone)]
pub struct OAuth2PasswordRequestForm {
    /// `password`, where it is sent.
    #[field(pattern = "^password$")]
    pub grant_type: Option<String>,
    /// Who logs in.
    pub username: String,
    /// With what.
    pub password: crate::types::Secret<String>,
    /// The scopes that are asked for, separated by spaces.
    #[field(default)]
    pub scope: String,
    /// The client's id, where it has one.
    pub client_id: Option<String>,
    /// The client's secret, where it has one.
    pub client_secret: Option<crate::types::Secret<String>>,
}

impl OAuth2PasswordRequestForm {
    /// The scopes that are asked for.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split_ascii_whitespace()
    }
}
