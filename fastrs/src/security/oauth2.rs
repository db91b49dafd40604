//! OAuth2 (RFC 6749): tokens, and the flows that give them.

use std::marker::PhantomData;

use serde_json::{Map, Value, json};

use super::{BearerScheme, Scheme, authorization, bearer_credentials, unauthorized};
use crate::describe::SecurityScheme;
use crate::error::HttpError;
use crate::request::RequestContext;

/// Scopes with their descriptions.
type ScopeList = &'static [(&'static str, &'static str)];

/// Where a password flow gives tokens, and for what: what "Authorize" in the docs asks for a name and a password.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no password flow",
    note = "write `impl PasswordFlow for {Self} {{ const TOKEN_URL: &'static str = \"/token\"; }}`"
)]
pub trait PasswordFlow: Send + Sync + 'static {
    /// The address of the operation that takes the login form, as in `/auth/token`.
    const TOKEN_URL: &'static str;
    /// The address that gives a new token for a refresh token.
    const REFRESH_URL: Option<&'static str> = None;
    /// The name of the scheme in the document.
    const NAME: &'static str = "OAuth2PasswordBearer";
    /// The scopes with their descriptions.
    const SCOPES: &'static [(&'static str, &'static str)] = &[];
}

/// Where an authorization code flow sends people, and where it gives tokens.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no authorization code flow",
    note = "write `impl AuthorizationCodeFlow for {Self}` with its `AUTHORIZATION_URL` and `TOKEN_URL`"
)]
pub trait AuthorizationCodeFlow: Send + Sync + 'static {
    /// The address where people log in.
    const AUTHORIZATION_URL: &'static str;
    /// The address that gives a token for a code.
    const TOKEN_URL: &'static str;
    /// The address that gives a new token for a refresh token.
    const REFRESH_URL: Option<&'static str> = None;
    /// The name of the scheme in the document.
    const NAME: &'static str = "OAuth2AuthorizationCodeBearer";
    /// The scopes with their descriptions.
    const SCOPES: &'static [(&'static str, &'static str)] = &[];
}

/// Where programs get tokens in their own name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no client credentials flow",
    note = "write `impl ClientCredentialsFlow for {Self} {{ const TOKEN_URL: &'static str = \"/token\"; }}`"
)]
pub trait ClientCredentialsFlow: Send + Sync + 'static {
    /// The address that gives a token for a client's id and secret.
    const TOKEN_URL: &'static str;
    /// The name of the scheme in the document.
    const NAME: &'static str = "OAuth2ClientCredentialsBearer";
    /// The scopes with their descriptions.
    const SCOPES: &'static [(&'static str, &'static str)] = &[];
}

/// One flow, as the document writes it (OpenAPI 3.1, section 4.8.29).
#[derive(Debug, Clone, Copy, Default)]
pub struct Flow {
    /// The address where people log in; empty where the flow has none.
    pub authorization_url: &'static str,
    /// The address that gives tokens; empty where the flow has none.
    pub token_url: &'static str,
    /// The address that gives a new token for a refresh token.
    pub refresh_url: Option<&'static str>,
    /// The scopes with their descriptions.
    pub scopes: &'static [(&'static str, &'static str)],
}

impl Flow {
    const fn giving(token_url: &'static str, scopes: ScopeList) -> Self {
        Self { authorization_url: "", token_url, refresh_url: None, scopes }
    }

    fn object(self) -> Value {
        let scopes: Map<String, Value> =
            self.scopes.iter().map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
        let mut object = json!({ "scopes": scopes });
        let addresses = [
            ("authorizationUrl", Some(self.authorization_url)),
            ("refreshUrl", self.refresh_url),
            ("tokenUrl", Some(self.token_url)),
        ];
        for (key, address) in addresses {
            if let Some(address) = address.filter(|address| !address.is_empty()) {
                object[key] = address.into();
            }
        }
        object
    }
}

/// The flows of a scheme.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flows {
    /// Section 4.3 of RFC 6749.
    pub password: Option<Flow>,
    /// Section 4.4.
    pub client_credentials: Option<Flow>,
    /// Section 4.1.
    pub authorization_code: Option<Flow>,
    /// Section 4.2; RFC 9700 advises against it.
    pub implicit: Option<Flow>,
}

impl Flows {
    /// None.
    pub const NONE: Self =
        Self { password: None, client_credentials: None, authorization_code: None, implicit: None };

    fn scheme(self, name: &'static str) -> Vec<SecurityScheme> {
        let flows = [
            ("implicit", self.implicit),
            ("password", self.password),
            ("clientCredentials", self.client_credentials),
            ("authorizationCode", self.authorization_code),
        ];
        let flows: Map<String, Value> =
            flows.into_iter().filter_map(|(key, flow)| Some((key.to_owned(), flow?.object()))).collect();
        vec![SecurityScheme::new(name, json!({ "type": "oauth2", "flows": flows }))]
    }
}

/// A flow that gives bearer tokens: [`Password`], [`AuthorizationCode`] or [`ClientCredentials`].
pub trait TokenFlow: Send + Sync + 'static {
    /// The name of the scheme in the document.
    const NAME: &'static str;
    /// The flow.
    const FLOWS: Flows;
}

/// The flow of a [`PasswordFlow`].
#[derive(Debug)]
pub struct Password<F>(PhantomData<fn() -> F>);

impl<F: PasswordFlow> TokenFlow for Password<F> {
    const NAME: &'static str = F::NAME;
    const FLOWS: Flows = Flows {
        password: Some(Flow { refresh_url: F::REFRESH_URL, ..Flow::giving(F::TOKEN_URL, F::SCOPES) }),
        ..Flows::NONE
    };
}

/// The flow of an [`AuthorizationCodeFlow`].
#[derive(Debug)]
pub struct AuthorizationCode<F>(PhantomData<fn() -> F>);

impl<F: AuthorizationCodeFlow> TokenFlow for AuthorizationCode<F> {
    const NAME: &'static str = F::NAME;
    const FLOWS: Flows = Flows {
        authorization_code: Some(Flow {
            authorization_url: F::AUTHORIZATION_URL,
            refresh_url: F::REFRESH_URL,
            ..Flow::giving(F::TOKEN_URL, F::SCOPES)
        }),
        ..Flows::NONE
    };
}

/// The flow of a [`ClientCredentialsFlow`].
#[derive(Debug)]
pub struct ClientCredentials<F>(PhantomData<fn() -> F>);

impl<F: ClientCredentialsFlow> TokenFlow for ClientCredentials<F> {
    const NAME: &'static str = F::NAME;
    const FLOWS: Flows =
        Flows { client_credentials: Some(Flow::giving(F::TOKEN_URL, F::SCOPES)), ..Flows::NONE };
}

/// The access token of a password flow, unverified. A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{OAuth2PasswordBearer, PasswordFlow};
///
/// enum Login {}
///
/// impl PasswordFlow for Login {
///     const TOKEN_URL: &'static str = "/auth/token";
/// }
///
/// #[get("/me")]
/// async fn me(token: OAuth2PasswordBearer<Login>) -> String { format!("{} bytes", token.token().len()) }
/// ```
pub type OAuth2PasswordBearer<F> = OAuth2Bearer<Password<F>>;

/// The access token of an authorization code flow, unverified. A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{AuthorizationCodeFlow, OAuth2AuthorizationCodeBearer};
///
/// enum Login {}
///
/// impl AuthorizationCodeFlow for Login {
///     const AUTHORIZATION_URL: &'static str = "https://login.example.com/authorize";
///     const TOKEN_URL: &'static str = "https://login.example.com/token";
/// }
///
/// #[get("/me")]
/// async fn me(token: OAuth2AuthorizationCodeBearer<Login>) -> String { format!("{} bytes", token.token().len()) }
/// ```
pub type OAuth2AuthorizationCodeBearer<F> = OAuth2Bearer<AuthorizationCode<F>>;

/// The access token of a client credentials flow, unverified. A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{ClientCredentialsFlow, OAuth2ClientCredentialsBearer};
///
/// enum Machines {}
///
/// impl ClientCredentialsFlow for Machines {
///     const TOKEN_URL: &'static str = "/auth/token";
///     const SCOPES: &'static [(&'static str, &'static str)] = &[("reports", "Read reports")];
/// }
///
/// #[get("/reports")]
/// async fn reports(token: OAuth2ClientCredentialsBearer<Machines>) -> String { format!("{} bytes", token.token().len()) }
/// ```
pub type OAuth2ClientCredentialsBearer<F> = OAuth2Bearer<ClientCredentials<F>>;

/// The access token of a flow, unverified. A request without one is answered with 401 (RFC 6750, section 3).
pub struct OAuth2Bearer<F: TokenFlow> {
    token: String,
    flow: PhantomData<fn() -> F>,
}

impl<F: TokenFlow> OAuth2Bearer<F> {
    /// A token, for calling a handler as the plain function it is.
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into(), flow: PhantomData }
    }

    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl<F: TokenFlow> Clone for OAuth2Bearer<F> {
    fn clone(&self) -> Self {
        Self::new(&*self.token)
    }
}

impl<F: TokenFlow> std::fmt::Debug for OAuth2Bearer<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OAuth2Bearer(**********)")
    }
}

impl<F: TokenFlow> Scheme for OAuth2Bearer<F> {
    fn schemes() -> Vec<SecurityScheme> {
        F::FLOWS.scheme(F::NAME)
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        Ok(bearer_credentials(cx).map(Self::new))
    }

    fn refusal() -> HttpError {
        unauthorized("Bearer")
    }
}

impl<F: TokenFlow> BearerScheme for OAuth2Bearer<F> {
    fn token(&self) -> &str {
        &self.token
    }
}

/// Any flows, for [`OAuth2`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no OAuth2 flows",
    note = "write `impl OAuth2Flows for {Self} {{ const FLOWS: Flows = Flows {{ …, ..Flows::NONE }}; }}`"
)]
pub trait OAuth2Flows: Send + Sync + 'static {
    /// The flows.
    const FLOWS: Flows;
    /// The name of the scheme in the document.
    const NAME: &'static str = "OAuth2";
}

/// The whole `Authorization` header, whatever its scheme, of a client that went through one of several flows.
///
/// A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{Flow, Flows, OAuth2, OAuth2Flows};
///
/// enum Logins {}
///
/// impl OAuth2Flows for Logins {
///     const FLOWS: Flows = Flows {
///         password: Some(Flow { authorization_url: "", token_url: "/token", refresh_url: None, scopes: &[] }),
///         client_credentials: Some(Flow { authorization_url: "", token_url: "/token", refresh_url: None, scopes: &[] }),
///         ..Flows::NONE
///     };
/// }
///
/// #[get("/me")]
/// async fn me(login: OAuth2<Logins>) -> String { format!("{} bytes", login.authorization().len()) }
/// ```
pub struct OAuth2<F: OAuth2Flows> {
    header: String,
    flows: PhantomData<fn() -> F>,
}

impl<F: OAuth2Flows> OAuth2<F> {
    /// A header, for calling a handler as the plain function it is.
    pub fn new(authorization: impl Into<String>) -> Self {
        Self { header: authorization.into(), flows: PhantomData }
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> &str {
        &self.header
    }
}

impl<F: OAuth2Flows> Clone for OAuth2<F> {
    fn clone(&self) -> Self {
        Self::new(&*self.header)
    }
}

impl<F: OAuth2Flows> std::fmt::Debug for OAuth2<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OAuth2(**********)")
    }
}

impl<F: OAuth2Flows> Scheme for OAuth2<F> {
    fn schemes() -> Vec<SecurityScheme> {
        F::FLOWS.scheme(F::NAME)
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        Ok(authorization(cx).map(Self::new))
    }

    fn refusal() -> HttpError {
        unauthorized("Bearer")
    }
}
