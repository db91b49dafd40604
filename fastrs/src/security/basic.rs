//! HTTP Basic (RFC 7617).

use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{Credentials, Scheme, unauthorized};
use crate::describe::SecurityScheme;
use crate::error::HttpError;
use crate::request::RequestContext;
use crate::types::Secret;

/// What a name and a password are good for: the text that a browser shows when it asks for them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no realm",
    note = "write `impl Realm for {Self} {{ const REALM: &'static str = \"…\"; }}`"
)]
pub trait Realm: Send + Sync + 'static {
    /// The text; none is sent where it is empty.
    const REALM: &'static str;
    /// The name of the scheme in the document.
    const NAME: &'static str = "HTTPBasic";
}

/// No realm.
#[derive(Debug)]
pub enum NoRealm {}

impl Realm for NoRealm {
    const REALM: &'static str = "";
}

/// A name and a password of `Authorization: Basic …`, unverified. A request without them is answered with 401.
///
/// Compare with [`Secret::matches`], whose time tells nothing of the password. Credentials that are malformed (no
/// base64, no colon, no ASCII) are refused, by `Option<HttpBasic>` too.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBasic;
///
/// #[get("/me")]
/// async fn me(who: HttpBasic) -> Result<String, HttpError> {
///     let right = who.password.matches("swordfish");
///     right.then_some(who.username).or_status(401, "Incorrect username or password")
/// }
/// # #[fastrs::main]
/// # async fn main() {
/// # let client = fastrs::testing::TestClient::new(App::new("Me", "1").routes(routes![me]));
/// # assert_eq!(client.get("/me").header("authorization", "Basic dTpzd29yZGZpc2g=").await.assert_ok().text(), "u");
/// # client.get("/me").header("authorization", "Basic dTp4").await.assert_status(401);
/// # }
/// ```
pub struct HttpBasic<R: Realm = NoRealm> {
    /// The name.
    pub username: String,
    /// The password.
    pub password: Secret<String>,
    realm: PhantomData<fn() -> R>,
}

impl<R: Realm> HttpBasic<R> {
    /// A name and a password, for calling a handler as the plain function it is.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self { username: username.into(), password: Secret::new(password.into()), realm: PhantomData }
    }

    fn decode(credentials: &str) -> Option<Self> {
        let text = STANDARD.decode(credentials).ok().filter(|bytes| bytes.is_ascii())?;
        let text = String::from_utf8(text).ok()?;
        text.split_once(':').map(|(username, password)| Self::new(username, password))
    }
}

impl<R: Realm> Clone for HttpBasic<R> {
    fn clone(&self) -> Self {
        Self { username: self.username.clone(), password: self.password.clone(), realm: PhantomData }
    }
}

impl<R: Realm> std::fmt::Debug for HttpBasic<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HttpBasic(**********)")
    }
}

/// What can stand in a header's quoted text without an escape (RFC 9110, section 5.6.4).
const fn is_quotable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b' '..=b'~') || matches!(bytes[at], b'"' | b'\\') {
            return false;
        }
        at += 1;
    }
    true
}

impl<R: Realm> Scheme for HttpBasic<R> {
    const CAN_BE_MALFORMED: bool = true;

    fn schemes() -> Vec<SecurityScheme> {
        vec![SecurityScheme::new(R::NAME, json!({ "type": "http", "scheme": "basic" }))]
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        let is_basic = |scheme: &str| scheme.eq_ignore_ascii_case("basic");
        // `Basic` alone are credentials too, and malformed.
        if super::authorization(cx).is_some_and(|header| is_basic(header.trim())) {
            return Err(Self::refusal());
        }
        let Some(found) = Credentials::of(cx, is_basic) else { return Ok(None) };
        Self::decode(found.credentials()).map(Some).ok_or_else(Self::refusal)
    }

    fn refusal() -> HttpError {
        const { assert!(is_quotable(R::REALM), "a realm is visible ASCII, without quotes and backslashes") };
        if R::REALM.is_empty() {
            unauthorized("Basic")
        } else {
            unauthorized(&format!("Basic realm=\"{}\"", R::REALM))
        }
    }
}
