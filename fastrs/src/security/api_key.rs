//! API keys.

use std::marker::PhantomData;

use serde_json::json;

use super::{Scheme, unauthorized};
use crate::describe::{Place, SecurityScheme};
use crate::error::HttpError;
use crate::extract::{ParameterSource, source};
use crate::request::RequestContext;

/// Where a key stands, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyIn {
    /// In a header; its case does not matter.
    Header(&'static str),
    /// In a cookie.
    Cookie(&'static str),
    /// In the query string, where logs and histories keep it: prefer a header.
    Query(&'static str),
}

impl KeyIn {
    const fn place(self) -> Place {
        match self {
            Self::Header(_) => Place::Header,
            Self::Cookie(_) => Place::Cookie,
            Self::Query(_) => Place::Query,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Header(name) | Self::Cookie(name) | Self::Query(name) => name,
        }
    }

    /// FastAPI's name of the scheme.
    const fn scheme_name(self) -> &'static str {
        match self {
            Self::Header(_) => "APIKeyHeader",
            Self::Cookie(_) => "APIKeyCookie",
            Self::Query(_) => "APIKeyQuery",
        }
    }
}

/// The place of an API key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no place of an API key",
    note = "write `impl ApiKeyPlace for {Self} {{ const PLACE: KeyIn = KeyIn::Header(\"X-Key\"); }}`"
)]
pub trait ApiKeyPlace: Send + Sync + 'static {
    /// Where it stands, and under which name.
    const PLACE: KeyIn;
    /// The name of the scheme in the document; a second place of the same kind needs one of its own.
    const NAME: &'static str = Self::PLACE.scheme_name();
    /// What the document says of it.
    const DESCRIPTION: Option<&'static str> = None;
}

/// An API key, unverified. A request without one, or with an empty one, is answered with 401; and of several none is
/// believed, since nobody can tell which of them another host has planted, or a proxy has looked at.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{ApiKey, ApiKeyPlace, KeyIn};
///
/// enum PartnerKey {}
///
/// impl ApiKeyPlace for PartnerKey {
///     const PLACE: KeyIn = KeyIn::Header("X-Key");
/// }
///
/// #[get("/prices")]
/// async fn prices(key: ApiKey<PartnerKey>) -> Result<&'static str, HttpError> {
///     key.matches("let me in").then_some("cheap").or_status(403, "No partner has this key")
/// }
/// # #[fastrs::main]
/// # async fn main() {
/// # let client = fastrs::testing::TestClient::new(App::new("Prices", "1").routes(routes![prices]));
/// # assert_eq!(client.get("/prices").header("x-key", "let me in").await.assert_ok().text(), "cheap");
/// # client.get("/prices").header("x-key", "x").await.assert_status(403);
/// # client.get("/prices").await.assert_status(401);
/// # }
/// ```
pub struct ApiKey<K: ApiKeyPlace> {
    key: String,
    place: PhantomData<fn() -> K>,
}

impl<K: ApiKeyPlace> ApiKey<K> {
    /// A key, for calling a handler as the plain function it is.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), place: PhantomData }
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether it is `expected`; the time this takes tells nothing but the length.
    pub fn matches(&self, expected: &str) -> bool {
        super::constant_time_eq(self.key.as_bytes(), expected.as_bytes())
    }
}

impl<K: ApiKeyPlace> Clone for ApiKey<K> {
    fn clone(&self) -> Self {
        Self::new(&*self.key)
    }
}

impl<K: ApiKeyPlace> std::fmt::Debug for ApiKey<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiKey(**********)")
    }
}

impl<K: ApiKeyPlace> Scheme for ApiKey<K> {
    fn schemes() -> Vec<SecurityScheme> {
        let mut object = json!({ "type": "apiKey", "in": K::PLACE.place().name(), "name": K::PLACE.name() });
        if let Some(description) = K::DESCRIPTION {
            object["description"] = description.into();
        }
        vec![SecurityScheme::new(K::NAME, object)]
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        let mut texts = match K::PLACE {
            KeyIn::Header(name) => source::Header::all(cx, name),
            KeyIn::Cookie(name) => source::Cookie::all(cx, name),
            KeyIn::Query(name) => source::Query::all(cx, name),
        };
        let text = texts.pop().filter(|_| texts.is_empty());
        // What is not UTF-8 is no key.
        let key = text.and_then(Result::ok).filter(|key| !key.is_empty());
        Ok(key.map(|key| Self::new(key.into_owned())))
    }

    fn refusal() -> HttpError {
        unauthorized("APIKey")
    }
}
