//! Access tokens: JSON Web Tokens ([RFC 7519]) with the advice of [RFC 8725] built in.
//!
//! - The algorithm belongs to the key. The token's header is compared with it and never chooses.
//! - `exp`, `iat`, `sub`, `jti` and `typ` are required, `iss` and `aud` as soon as they are configured; a claim of the
//!   wrong type is refused, not coerced.
//! - To the outside all bad tokens are the same, see [`TokenError`].
//!
//! Inside, only `codec`, `keys` and `provider` know the crate jsonwebtoken; `claims` is plain data and its checks.
//!
//! [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519
//! [RFC 8725]: https://www.rfc-editor.org/rfc/rfc8725

mod claims;
mod codec;
mod keys;
mod provider;

use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use claims::Claims;
use claims::{Expected, own_members};
use keys::TokenKeys;

use crate::error::{Fault, KeyError, TokenError};
use crate::random::random_text;

/// Issues tokens and verifies them again. Make one at start-up and share it.
///
/// | setting | default | claim |
/// |---|---|---|
/// | [`with_lifetime`](Self::with_lifetime) | 15 minutes | `exp` |
/// | [`with_leeway`](Self::with_leeway) | 30 seconds | on `exp`, `nbf` and `iat` |
/// | [`with_issuer`](Self::with_issuer) | none | `iss` |
/// | [`with_audience`](Self::with_audience) | none | `aud` |
/// | [`with_typ`](Self::with_typ) | `"access"` | `typ` |
///
/// It accepts the kind of token it issues and nothing else: a header member beyond `alg` and `typ` (`crit`, `jku`,
/// `jwk`, `kid` …), an `aud` array, a fractional `exp` or a token beyond 8 KiB are refused, though other issuers may
/// write them.
///
/// # Example
///
/// ```
/// use fastrs_auth::{Jwt, random_secret};
/// use serde::{Deserialize, Serialize};
/// use std::time::Duration;
///
/// #[derive(Debug, Serialize, Deserialize)]
/// struct Scopes {
///     scope: String,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let jwt = Jwt::hs256(random_secret()?)?
///     .with_issuer("https://auth.example.com")
///     .with_audience("todo-api")
///     .with_lifetime(Duration::from_secs(5 * 60));
///
/// let token = jwt.issue("user-42", Scopes { scope: "todo:read".into() })?;
///
/// let claims = jwt.verify::<Scopes>(&token)?;
/// assert_eq!(claims.sub, "user-42");
/// assert_eq!(claims.extra.scope, "todo:read");
///
/// assert!(jwt.verify::<Scopes>("e30.e30.").unwrap_err().is_invalid_token());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Jwt {
    keys: TokenKeys,
    expected: Expected,
    lifetime: Duration,
}

impl Jwt {
    /// Signs and verifies with HMAC-SHA-256 and one shared secret ([RFC 7518], section 3.2).
    ///
    /// The secret is taken as bytes, as it stands: a text of [`random_secret`](crate::random_secret) is fit.
    /// Whoever can verify can also issue; give the secret to no service that should only verify.
    ///
    /// The first key of a process installs our crypto provider in the crate jsonwebtoken. When your program has
    /// installed another one before, that one is used.
    ///
    /// # Errors
    ///
    /// [`KeyError::TooShort`] below 32 bytes.
    ///
    /// [RFC 7518]: https://www.rfc-editor.org/rfc/rfc7518
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Ok(Self {
            keys: TokenKeys::hs256(secret.as_ref())?,
            expected: Expected::default(),
            lifetime: Duration::from_secs(15 * 60),
        })
    }

    /// Writes `iss` and requires it to be equal (RFC 7519, section 4.1.1).
    pub fn with_issuer(mut self, issuer: impl Into<String>) -> Self {
        self.expected.issuer = Some(issuer.into());
        self
    }

    /// Writes `aud` and requires it to be equal. Without this setting a token that has an `aud` is refused, since it
    /// was meant for somebody else (RFC 7519, section 4.1.3).
    pub fn with_audience(mut self, audience: impl Into<String>) -> Self {
        self.expected.audience = Some(audience.into());
        self
    }

    /// Writes the claim `typ`, which says what the token is for, and requires it to be equal; default `"access"`.
    ///
    /// Two kinds of token under one secret need two values here, or one can be presented as the other.
    pub fn with_typ(mut self, typ: impl Into<String>) -> Self {
        self.expected.typ = typ.into();
        self
    }

    /// How long a new token is good for, in whole seconds; default 15 minutes.
    ///
    /// A signed token cannot be called back: its lifetime is how long a stolen one works.
    pub fn with_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// How far the clocks of two machines may differ, in whole seconds; default 30.
    pub fn with_leeway(mut self, leeway: Duration) -> Self {
        self.expected.leeway = leeway.as_secs();
        self
    }

    /// The lifetime of new tokens, the `expires_in` of an OAuth 2 answer.
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Issues a token for the subject `sub` (the user's id, not empty) with `extra` claims beside the registered ones.
    ///
    /// `extra` is `()` for none, or a type that serialises as a map: a struct with named fields. `jti` is random,
    /// 128 bits. The content of a token is signed, not secret: anybody who holds it can read it.
    ///
    /// # Errors
    ///
    /// [`TokenError`] that is *not* [`is_invalid_token`](TokenError::is_invalid_token) when `sub` is empty, when
    /// `extra` is not a map or uses a registered name (`sub iat exp nbf iss aud jti typ`), when the token would be
    /// longer than `verify` accepts (8 KiB), or without randomness.
    pub fn issue<E: Serialize>(&self, sub: &str, extra: E) -> Result<String, TokenError> {
        self.issue_at(now(), sub, extra)
    }

    /// Verifies signature and claims of a token.
    ///
    /// `E` is the type given to [`issue`](Self::issue) as `extra`, `()` when those claims do not matter.
    ///
    /// # Errors
    ///
    /// [`TokenError`] with [`is_invalid_token`](TokenError::is_invalid_token), whatever is wrong.
    pub fn verify<E: DeserializeOwned>(&self, token: &str) -> Result<Claims<E>, TokenError> {
        self.verify_at(now(), token)
    }

    fn issue_at<E: Serialize>(&self, now: u64, sub: &str, extra: E) -> Result<String, TokenError> {
        if sub.is_empty() {
            return Err(TokenError(Fault::Unissuable("the subject is empty")));
        }
        let jti = random_text::<16>().map_err(|_| TokenError(Fault::Unissuable("no randomness")))?;
        let claims = Claims {
            sub: sub.to_owned(),
            iat: now,
            exp: now.saturating_add(self.lifetime.as_secs()),
            nbf: None,
            iss: self.expected.issuer.clone(),
            aud: self.expected.audience.clone(),
            jti,
            typ: self.expected.typ.clone(),
            extra: own_members(extra)?,
        };
        codec::encode(&self.keys, &claims)
    }

    fn verify_at<E: DeserializeOwned>(&self, now: u64, token: &str) -> Result<Claims<E>, TokenError> {
        let claims: Claims<E> = codec::decode(&self.keys, token)?;
        claims.check(&self.expected, now)?;
        Ok(claims)
    }
}

/// Seconds since 1970. A clock before that reads 0: every token is then issued in the future, and refused.
fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    const NOW: u64 = 1_800_000_000;
    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Role {
        role: String,
        level: u64,
    }

    fn jwt() -> Jwt {
        Jwt::hs256(SECRET).unwrap()
    }

    fn refused(found: Result<Claims<()>, TokenError>, word: &str) {
        let error = found.unwrap_err();
        assert!(error.is_invalid_token(), "{error}");
        assert!(error.to_string().contains(word), "{error}");
    }

    #[test]
    fn round_trip_by_the_real_clock() {
        let jwt = jwt();
        let claims = jwt.verify::<()>(&jwt.issue("42", ()).unwrap()).unwrap();
        assert_eq!((claims.sub.as_str(), claims.typ.as_str()), ("42", "access"));
        assert_eq!(claims.exp - claims.iat, 900);
        assert_eq!(claims.jti.len(), 22);
    }

    #[test]
    fn extra_claims_come_back_in_their_type() {
        let role = || Role { role: "admin".into(), level: u64::MAX };
        let token = jwt().issue_at(NOW, "42", role()).unwrap();
        assert_eq!(jwt().verify_at::<Role>(NOW, &token).unwrap().extra, role());
        assert_eq!(jwt().verify_at::<Value>(NOW, &token).unwrap().extra["role"], "admin");
        assert!(jwt().verify_at::<()>(NOW, &token).is_ok());
    }

    #[test]
    fn missing_extra_claims_are_refused() {
        let token = jwt().issue_at(NOW, "42", ()).unwrap();
        let error = jwt().verify_at::<Role>(NOW, &token).unwrap_err();
        assert!(error.is_invalid_token());
        assert!(error.to_string().contains("role"), "{error}");
    }

    #[test]
    fn no_two_tokens_are_the_same() {
        assert_ne!(jwt().issue_at(NOW, "42", ()).unwrap(), jwt().issue_at(NOW, "42", ()).unwrap());
    }

    #[test]
    fn what_cannot_be_issued_is_the_servers_fault() {
        for (sub, extra) in [
            ("", json!({})),
            ("42", json!({ "exp": 9_999_999_999_u64 })),
            ("42", json!({ "nbf": 1 })),
            ("42", json!(["a"])),
            ("42", json!("text")),
            ("42", json!({ "long": "x".repeat(8192) })),
        ] {
            assert!(!jwt().issue(sub, extra).unwrap_err().is_invalid_token());
        }
    }

    #[test]
    fn lifetime_and_leeway_to_the_second() {
        let jwt = jwt().with_lifetime(Duration::from_secs(60)).with_leeway(Duration::from_secs(5));
        assert_eq!(jwt.lifetime(), Duration::from_secs(60));
        let token = jwt.issue_at(NOW, "42", ()).unwrap();
        assert!(jwt.verify_at::<()>(NOW + 64, &token).is_ok());
        refused(jwt.verify_at(NOW + 65, &token), "`exp`");
        assert!(jwt.verify_at::<()>(NOW - 5, &token).is_ok());
        refused(jwt.verify_at(NOW - 6, &token), "`iat`");
    }

    #[test]
    fn an_endless_lifetime_does_not_overflow() {
        let jwt = jwt().with_lifetime(Duration::MAX).with_leeway(Duration::MAX);
        let token = jwt.issue_at(NOW, "42", ()).unwrap();
        assert!(jwt.verify_at::<()>(NOW, &token).is_ok());
    }

    #[test]
    fn issuer_audience_and_typ_must_fit() {
        let ours = jwt().with_issuer("us").with_audience("api");
        let token = ours.issue_at(NOW, "42", ()).unwrap();
        assert!(ours.verify_at::<()>(NOW, &token).is_ok());
        refused(ours.clone().with_issuer("them").verify_at(NOW, &token), "`iss`");
        refused(ours.clone().with_audience("web").verify_at(NOW, &token), "`aud`");
        refused(ours.clone().with_typ("refresh").verify_at(NOW, &token), "`typ`");
        refused(jwt().with_issuer("us").verify_at(NOW, &token), "`aud`");

        let bare = jwt().issue_at(NOW, "42", ()).unwrap();
        refused(jwt().with_issuer("us").verify_at(NOW, &bare), "`iss`");
        refused(jwt().with_audience("api").verify_at(NOW, &bare), "`aud`");
    }

    #[test]
    fn a_token_of_another_implementation_is_read() {
        // PyJWT 2 (Python): jwt.encode({sub, iat, exp: iat + 60, jti, typ, role}, SECRET, algorithm="HS256")
        let token = concat!(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.",
            "eyJzdWIiOiI0MiIsImlhdCI6MTgwMDAwMDAwMCwiZXhwIjoxODAwMDAwMDYwLCJqdGkiOiJqIiwidHlwIjoiYWNjZXNzIiwicm9s",
            "ZSI6ImFkbWluIn0.oMFFdMzNaI9X9KIbS1Qq3jdqMYsWjGjxX_DBjLarJkc"
        );
        assert_eq!(jwt().verify_at::<Value>(NOW, token).unwrap().extra, json!({ "role": "admin" }));
        refused(jwt().verify_at(NOW + 90, token), "`exp`");
    }

    #[test]
    fn another_secret_is_refused() {
        let other = Jwt::hs256([7; 32]).unwrap();
        refused(jwt().verify_at(NOW, &other.issue_at(NOW, "42", ()).unwrap()), "signature");
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let text = format!("{:?}", jwt());
        assert!(text.contains("HS256"), "{text}");
        assert!(!text.contains("0123456789abcdef") && !text.contains("48, 49"), "{text}");
    }
}
