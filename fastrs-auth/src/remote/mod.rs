//! Tokens of another issuer, verified by the keys that it publishes.
//!
//! The keys are fetched when the first token comes, and again when they are an hour old or a token names a key that is
//! not among them: so an issuer can change its keys. Tokens that name keys at random make it fetch once in half a minute
//! at most, and every two seconds while that fails, one fetch at a time. While the issuer does not answer, keys of up to
//! a day ago do.

mod argument;
mod claims;
#[cfg(feature = "remote")]
mod http;
mod keys;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fastrs::HttpError;
use fastrs::serde_json::Value;
use serde::de::DeserializeOwned;

pub use argument::RemoteBearer;
pub use claims::RemoteClaims;
#[cfg(feature = "remote")]
pub use http::HttpKeys;
use keys::Keys;

use crate::clock::seconds;
use crate::error::{Fault, StoreError, TokenError};
use crate::token::codec;

/// Where an issuer publishes its keys: something that gives its JSON Web Key Set (RFC 7517, section 5).
///
/// `HttpKeys` (feature `remote`) asks an address.
pub trait KeySource: Send + Sync + 'static {
    /// The set as it is now.
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<Value, StoreError>> + Send + '_>>;
}

/// Verifies tokens that another issuer has signed with RS256, ES256 or EdDSA. Give it to the app as state:
/// [`RemoteBearer`] asks for it.
///
/// `exp`, `iss`, `aud` and `sub` are required, and `iss` and `aud` must be those expected; `nbf` and `iat` are checked
/// where they are. A token that says to be of another kind (`typ`, in the header or among the claims) is refused. The algorithm is that of the key. Encryption keys, symmetric keys and keys of other kinds in the set are
/// passed over.
///
/// # Example
///
/// ```
/// use fastrs_auth::{Jwt, Key, KeySource, RemoteJwt, StoreError};
/// use serde_json::{Value, json};
/// use std::future::Future;
/// use std::pin::Pin;
///
/// /// Keys that are known beforehand.
/// struct Known(Value);
///
/// impl KeySource for Known {
///     fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<Value, StoreError>> + Send + '_>> {
///         Box::pin(async { Ok(self.0.clone()) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (private, _) = Key::generate_ed25519()?;
/// let issuer = Jwt::new(Key::from_pem(private.expose())?).with_issuer("https://id.example.com").with_audience("shop");
/// let published = serde_json::to_value(issuer.jwks())?;
///
/// let remote = RemoteJwt::new(Known(published), "https://id.example.com", "shop");
/// let claims = remote.verify::<Value>(&issuer.issue("user-42", json!({ "email": "a@example.com" }))?).await?;
/// assert_eq!((claims.sub.as_str(), &claims.extra["email"]), ("user-42", &json!("a@example.com")));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RemoteJwt {
    issuer: String,
    audience: String,
    /// Seconds.
    leeway: u64,
    keys: Arc<Keys>,
}

/// Why a token of another issuer was not accepted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum RemoteError {
    /// It is not good: a 401, the same for every reason.
    Token(TokenError),
    /// The issuer's keys could not be fetched: a 503.
    Keys(StoreError),
}

impl RemoteJwt {
    /// Tokens with this `iss` and `aud`.
    pub fn new(keys: impl KeySource, issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        let keys = Arc::new(Keys::new(Box::new(keys)));
        Self { issuer: issuer.into(), audience: audience.into(), leeway: 30, keys }
    }

    /// How far the clocks may differ, in whole seconds; default 30.
    pub fn with_leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway.as_secs();
        self
    }

    /// Verifies signature and claims of a token.
    ///
    /// # Errors
    ///
    /// [`RemoteError`].
    pub async fn verify<E: DeserializeOwned>(&self, token: &str) -> Result<RemoteClaims<E>, RemoteError> {
        let header = codec::header(token)?;
        // What must be understood is not (RFC 7515, section 4.1.11), and a token of another kind is none.
        if header.crit.is_some() || !codec::is_of_kind(&header) {
            return Err(TokenError(Fault::Form("unexpected member in the header")).into());
        }
        let key = self.keys.find(header.kid.as_deref(), header.alg).await?;
        let key = key.ok_or(TokenError(Fault::Form("no key of this id")))?;
        let claims: RemoteClaims<E> = codec::decode(&key, &header, token)?;
        claims.check(self, seconds())?;
        Ok(claims)
    }
}

impl fmt::Debug for RemoteJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteJwt")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

impl RemoteError {
    /// The answer, for an extractor.
    fn into_answer(self) -> HttpError {
        match self {
            Self::Token(why) => {
                tracing::debug!(%why, "a token is refused");
                HttpError::new(401, "Could not validate credentials")
                    .with_header("www-authenticate", "Bearer error=\"invalid_token\"")
            }
            Self::Keys(error) => HttpError::new(503, error.to_string()).with_header("retry-after", "1"),
        }
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RemoteError {}

impl From<TokenError> for RemoteError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<StoreError> for RemoteError {
    fn from(error: StoreError) -> Self {
        Self::Keys(error)
    }
}
