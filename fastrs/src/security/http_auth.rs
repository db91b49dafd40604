//! The schemes of the `Authorization` header (RFC 9110, section 11).

use std::marker::PhantomData;
use std::ops::Deref;

use serde_json::json;

use super::{BearerScheme, Credentials, Scheme, unauthorized};
use crate::describe::SecurityScheme;
use crate::error::HttpError;
use crate::request::RequestContext;

/// A scheme of the `Authorization` header.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no scheme of the `Authorization` header",
    note = "write `impl HttpScheme for {Self} {{ const SCHEME: &'static str = \"…\"; }}`"
)]
pub trait HttpScheme: Send + Sync + 'static {
    /// Its name in the header, in lower case, as in `bearer`.
    const SCHEME: &'static str;
    /// The name of the scheme in the document.
    const NAME: &'static str = "HTTPBase";
    /// How a bearer token is made, as in `JWT`: a hint for who reads the document.
    const BEARER_FORMAT: Option<&'static str> = None;

    /// Whether the credentials of a scheme of this name are taken: those of [`Self::SCHEME`] in any case.
    fn accepts(scheme: &str) -> bool {
        scheme.eq_ignore_ascii_case(Self::SCHEME)
    }
}

/// `Bearer` (RFC 6750).
#[derive(Debug)]
pub enum Bearer {}

impl HttpScheme for Bearer {
    const SCHEME: &'static str = "bearer";
    const NAME: &'static str = "HTTPBearer";
}

/// `Digest` (RFC 7616).
#[derive(Debug)]
pub enum Digest {}

impl HttpScheme for Digest {
    const SCHEME: &'static str = "digest";
    const NAME: &'static str = "HTTPDigest";
}

/// The token of `Authorization: Bearer …`, unverified. A request without one is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBearer;
///
/// #[get("/token")]
/// async fn length(token: HttpBearer) -> u64 { token.token().len() as u64 }
/// ```
pub type HttpBearer = HttpAuth<Bearer>;

/// What stands behind `Authorization: Digest`, unread. A request without it is answered with 401.
///
/// The answers that a digest needs (RFC 7616: a nonce, its count, a hash) are left to the application.
pub type HttpDigest = HttpAuth<Digest>;

/// The credentials of an HTTP scheme, unverified. A request without them is answered with 401.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{HttpAuth, HttpScheme};
///
/// enum Hawk {}
///
/// impl HttpScheme for Hawk {
///     const SCHEME: &'static str = "hawk";
///     const NAME: &'static str = "Hawk";
/// }
///
/// #[get("/")]
/// async fn read(auth: HttpAuth<Hawk>) -> String {
///     format!("{} and {} bytes", auth.scheme(), auth.credentials().len())
/// }
/// ```
pub struct HttpAuth<S: HttpScheme> {
    credentials: Credentials,
    scheme: PhantomData<fn() -> S>,
}

impl<S: HttpScheme> HttpAuth<S> {
    /// Credentials of the scheme, for calling a handler as the plain function it is.
    pub fn new(credentials: &str) -> Self {
        Credentials::new(S::SCHEME, credentials).into()
    }
}

impl HttpBearer {
    /// The token.
    pub fn token(&self) -> &str {
        self.credentials.credentials()
    }
}

impl<S: HttpScheme> From<Credentials> for HttpAuth<S> {
    fn from(credentials: Credentials) -> Self {
        Self { credentials, scheme: PhantomData }
    }
}

impl<S: HttpScheme> Deref for HttpAuth<S> {
    type Target = Credentials;

    fn deref(&self) -> &Credentials {
        &self.credentials
    }
}

impl<S: HttpScheme> Clone for HttpAuth<S> {
    fn clone(&self) -> Self {
        self.credentials.clone().into()
    }
}

impl<S: HttpScheme> std::fmt::Debug for HttpAuth<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.credentials.fmt(f)
    }
}

impl<S: HttpScheme> Scheme for HttpAuth<S> {
    fn schemes() -> Vec<SecurityScheme> {
        let mut object = json!({ "type": "http", "scheme": S::SCHEME });
        if let Some(format) = S::BEARER_FORMAT {
            object["bearerFormat"] = format.into();
        }
        vec![SecurityScheme::new(S::NAME, object)]
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        Ok(Credentials::of(cx, S::accepts).map(Self::from))
    }

    fn refusal() -> HttpError {
        let (first, rest) = S::SCHEME.split_at_checked(1).unwrap_or_default();
        unauthorized(&format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase()))
    }
}

impl<S: HttpScheme> BearerScheme for HttpAuth<S> {
    fn token(&self) -> &str {
        self.credentials.credentials()
    }
}
