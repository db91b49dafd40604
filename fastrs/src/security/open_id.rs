//! OpenID Connect.

use std::marker::PhantomData;

use serde_json::json;

use super::{Scheme, authorization, unauthorized};
use crate::describe::SecurityScheme;
use crate::error::HttpError;
use crate::request::RequestContext;

/// Where an OpenID provider describes itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no OpenID provider",
    note = "write `impl OpenIdProvider for {Self} {{ const URL: &'static str = \"https://…/.well-known/openid-configuration\"; }}`"
)]
pub trait OpenIdProvider: Send + Sync + 'static {
    /// The address of its discovery document.
    const URL: &'static str;
    /// The name of the scheme in the document.
    const NAME: &'static str = "OpenIdConnect";
}

/// The whole `Authorization` header of a client that an OpenID provider has let in, unverified.
///
/// A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{OpenIdConnect, OpenIdProvider};
///
/// enum Company {}
///
/// impl OpenIdProvider for Company {
///     const URL: &'static str = "https://login.example.com/.well-known/openid-configuration";
/// }
///
/// #[get("/me")]
/// async fn me(login: OpenIdConnect<Company>) -> String { format!("{} bytes", login.authorization().len()) }
/// ```
pub struct OpenIdConnect<P: OpenIdProvider> {
    header: String,
    provider: PhantomData<fn() -> P>,
}

impl<P: OpenIdProvider> OpenIdConnect<P> {
    /// A header, for calling a handler as the plain function it is.
    pub fn new(authorization: impl Into<String>) -> Self {
        Self { header: authorization.into(), provider: PhantomData }
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> &str {
        &self.header
    }
}

impl<P: OpenIdProvider> Clone for OpenIdConnect<P> {
    fn clone(&self) -> Self {
        Self::new(&*self.header)
    }
}

impl<P: OpenIdProvider> std::fmt::Debug for OpenIdConnect<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenIdConnect(**********)")
    }
}

impl<P: OpenIdProvider> Scheme for OpenIdConnect<P> {
    fn schemes() -> Vec<SecurityScheme> {
        vec![SecurityScheme::new(P::NAME, json!({ "type": "openIdConnect", "openIdConnectUrl": P::URL }))]
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        Ok(authorization(cx).map(Self::new))
    }

    fn refusal() -> HttpError {
        unauthorized("Bearer")
    }
}
