//! Signed tokens: JSON Web Tokens ([RFC 7519]) with the advice of [RFC 8725] built in.
//!
//! - The algorithm belongs to the key. The token's header is compared with it and never chooses; its `kid` picks one of
//!   the keys that were given, and nothing else.
//! - `exp`, `nbf`, `iat`, `iss`, `aud`, `sub`, `jti` and `typ` are required; a claim of the wrong type is refused, not
//!   coerced.
//! - To the outside all bad tokens are the same, see [`TokenError`].
//!
//! Inside, only `codec`, `key` and `provider` know the crate jsonwebtoken; `claims` is plain data and its checks.
//!
//! [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519
//! [RFC 8725]: https://www.rfc-editor.org/rfc/rfc8725

mod claims;
pub(crate) mod codec;
mod key;
mod provider;
#[cfg(test)]
pub(crate) mod samples;
mod session_id;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use claims::Claims;
use claims::{Expected, own_members};
pub use key::{Jwks, Key};
pub(crate) use key::{PublicKey, fingerprint};
pub use session_id::SessionId;

use crate::clock::seconds;
use crate::error::{Fault, KeyError, TokenError};
use crate::random::random_text;

/// Issues tokens and verifies them again. Make one at start-up and share it; [`Sessions`](crate::Sessions) is made of
/// one and adds what a log-in needs: refresh, log-out, revocation.
///
/// | setting | default | claim |
/// |---|---|---|
/// | [`with_lifetime`](Self::with_lifetime) | 15 minutes | `exp` |
/// | [`with_leeway`](Self::with_leeway) | 30 seconds | on `exp`, `nbf` and `iat` |
/// | [`with_issuer`](Self::with_issuer) | `"fastrs"` | `iss` |
/// | [`with_audience`](Self::with_audience) | `"fastrs"` | `aud` |
/// | [`with_typ`](Self::with_typ) | `"access"` | `typ` |
///
/// It accepts the kind of token it issues and nothing else: a header member beyond `alg`, `typ` and `kid` (`crit`, `jku`,
/// `jwk` …), an `aud` array, a fractional `exp` or a token beyond 8 KiB are refused, though other issuers may write them;
/// theirs are for `RemoteJwt` (feature `remote`).
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
    /// The current one first.
    keys: Arc<Vec<Key>>,
    expected: Expected,
    typ: String,
    lifetime: Duration,
}

/// What a token to be issued is about.
pub(crate) struct Draft<'a> {
    pub(crate) typ: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) sid: Option<SessionId>,
    /// Seconds since 1970.
    pub(crate) now: u64,
    pub(crate) exp: u64,
}

impl Jwt {
    /// Issues with this key and verifies with it. With a public key it verifies only.
    ///
    /// The first key of a process installs our crypto provider in the crate jsonwebtoken. When your program has
    /// installed another one before, that one is used.
    pub fn new(key: Key) -> Self {
        Self {
            keys: Arc::new(vec![key]),
            expected: Expected::default(),
            typ: "access".to_owned(),
            lifetime: Duration::from_secs(15 * 60),
        }
    }

    /// As [`new`](Self::new) with [`Key::hs256`]: one shared secret of at least 32 bytes, taken as bytes as it stands; a
    /// text of [`random_secret`](crate::random_secret) is fit.
    ///
    /// # Errors
    ///
    /// [`KeyError::TooShort`] below 32 bytes.
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Key::hs256(secret).map(Self::new)
    }

    /// Also accepts tokens of this key, for as long as those that it has signed live: the way to change keys.
    ///
    /// 1. Give the new key to all instances as a further key. They begin to accept it, and [`jwks`](Self::jwks) shows it.
    /// 2. Make it the current one, and the old one the further key.
    /// 3. Leave the old one out when the last token that it signed is over.
    ///
    /// ```
    /// use fastrs_auth::{Jwt, Key, random_secret};
    ///
    /// let (old, new) = (random_secret()?, random_secret()?);
    /// let token = Jwt::hs256(&old)?.issue("user-42", ())?;
    ///
    /// let jwt = Jwt::hs256(&new)?.with_further_key(Key::hs256(&old)?);
    /// assert!(jwt.verify::<()>(&token).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_further_key(mut self, key: Key) -> Self {
        Arc::make_mut(&mut self.keys).push(key);
        self
    }

    /// Writes `iss` and requires it to be equal (RFC 7519, section 4.1.1).
    pub fn with_issuer(mut self, issuer: impl Into<String>) -> Self {
        self.expected.issuer = issuer.into();
        self
    }

    /// Writes `aud` and requires it to be equal: a token for somebody else is refused (RFC 7519, section 4.1.3).
    pub fn with_audience(mut self, audience: impl Into<String>) -> Self {
        self.expected.audience = audience.into();
        self
    }

    /// Writes the claim `typ`, which says what the token is for, and requires it to be equal; default `"access"`.
    ///
    /// Two kinds of token under one key need two values here, or one can be presented as the other.
    pub fn with_typ(mut self, typ: impl Into<String>) -> Self {
        self.typ = typ.into();
        self
    }

    /// How long a new token is good for, in whole seconds; default 15 minutes.
    ///
    /// A signed token cannot be called back: its lifetime is how long a stolen one works, where no
    /// [`Sessions`](crate::Sessions) watch over it.
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

    pub(crate) fn leeway(&self) -> Duration {
        Duration::from_secs(self.expected.leeway)
    }

    /// The public halves of the keys, for others who verify. A shared secret is not among them.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs_auth::{Jwks, Jwt, Key};
    ///
    /// /// The keys that the tokens of this service are signed with.
    /// #[get("/.well-known/jwks.json")]
    /// async fn jwks(jwt: State<Jwt>) -> Jwks { jwt.jwks() }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (private, _) = Key::generate_es256()?;
    /// let app = App::new("Issuer", "1.0.0").state(Jwt::new(Key::from_pem(private.expose())?)).routes(routes![jwks]);
    /// let client = fastrs::testing::TestClient::new(app);
    /// let keys: serde_json::Value = client.get("/.well-known/jwks.json").await.assert_ok().json();
    /// assert_eq!(keys["keys"][0]["alg"], "ES256");
    /// # Ok(())
    /// # }
    /// ```
    pub fn jwks(&self) -> Jwks {
        let jwk = |key: &Key| key.public().map(|public| public.to_jwk(key.id()));
        Jwks { keys: self.keys.iter().filter_map(jwk).collect() }
    }

    /// Issues a token for the subject `sub` (the user's id, not empty) with `extra` claims beside the registered ones.
    ///
    /// `extra` is `()` for none, or a type that serialises as a map: a struct with named fields. `jti` is random,
    /// 128 bits. The content of a token is signed, not secret: anybody who holds it can read it.
    ///
    /// # Errors
    ///
    /// [`TokenError`] that is *not* [`is_invalid_token`](TokenError::is_invalid_token) when `sub` is empty, when
    /// `extra` is not a map or uses a registered name (`sub iat exp nbf iss aud jti typ sid`), when the token would be
    /// longer than `verify` accepts (8 KiB), when the key only verifies, or without randomness.
    pub fn issue<E: Serialize>(&self, sub: &str, extra: E) -> Result<String, TokenError> {
        self.issue_at(seconds(), sub, extra)
    }

    /// Verifies signature and claims of a token.
    ///
    /// `E` is the type given to [`issue`](Self::issue) as `extra`, `()` when those claims do not matter. Whether the
    /// token has been revoked is not known here: [`Sessions::verify`](crate::Sessions::verify) knows.
    ///
    /// # Errors
    ///
    /// [`TokenError`] with [`is_invalid_token`](TokenError::is_invalid_token), whatever is wrong.
    pub fn verify<E: DeserializeOwned>(&self, token: &str) -> Result<Claims<E>, TokenError> {
        self.verify_at(seconds(), token)
    }

    fn issue_at<E: Serialize>(&self, now: u64, sub: &str, extra: E) -> Result<String, TokenError> {
        let exp = now.saturating_add(self.lifetime.as_secs());
        self.sign(Draft { typ: &self.typ, sub, sid: None, now, exp }, extra)
    }

    fn verify_at<E: DeserializeOwned>(&self, now: u64, token: &str) -> Result<Claims<E>, TokenError> {
        self.read(&self.typ, now, token)
    }

    /// Writes and signs a token.
    pub(crate) fn sign<E: Serialize>(&self, draft: Draft<'_>, extra: E) -> Result<String, TokenError> {
        if draft.sub.is_empty() {
            return Err(TokenError(Fault::Unissuable("the subject is empty")));
        }
        let jti = random_text::<16>().map_err(|_| TokenError(Fault::Unissuable("no randomness")))?;
        let claims = Claims {
            sub: draft.sub.to_owned(),
            iat: draft.now,
            exp: draft.exp,
            nbf: draft.now,
            iss: self.expected.issuer.clone(),
            aud: self.expected.audience.clone(),
            jti,
            typ: draft.typ.to_owned(),
            sid: draft.sid,
            extra: own_members(extra)?,
        };
        codec::encode(&self.keys[0], &claims)
    }

    /// Reads a token of the kind `typ`.
    pub(crate) fn read<E: DeserializeOwned>(
        &self,
        typ: &str,
        now: u64,
        token: &str,
    ) -> Result<Claims<E>, TokenError> {
        let header = codec::header(token)?;
        codec::check_header(&header)?;
        let key = self.key(header.kid.as_deref()).ok_or(TokenError(Fault::Form("no key of this id")))?;
        let claims: Claims<E> = codec::decode(key, &header, token)?;
        claims.check(&self.expected, typ, now)?;
        Ok(claims)
    }

    /// The key of this id. A token without one is of the only key, or of nobody.
    fn key(&self, id: Option<&str>) -> Option<&Key> {
        match id {
            Some(id) => self.keys.iter().find(|key| key.id() == id),
            None => self.keys.first().filter(|_| self.keys.len() == 1),
        }
    }
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
    }

    fn of(pem: &str) -> Jwt {
        Jwt::new(Key::from_pem(pem).unwrap())
    }

    #[test]
    fn every_algorithm_signs_for_its_public_half_alone() {
        for (private, public, algorithm) in samples::PAIRS {
            let token = of(private).issue_at(NOW, "42", ()).unwrap();
            assert_eq!(codec::header(&token).unwrap().kid.as_deref(), Some(of(public).keys[0].id()));
            assert_eq!(of(public).verify_at::<()>(NOW, &token).unwrap().sub, "42", "{algorithm}");
            for (_, other, name) in samples::PAIRS.into_iter().filter(|pair| pair.2 != algorithm) {
                refused(of(other).verify_at(NOW, &token), "key");
                // Even under the id of the right key.
                let id = of(public).keys[0].id().to_owned();
                let other = Jwt::new(Key::from_pem(other).unwrap().with_id(id));
                refused(other.verify_at(NOW, &token), "algorithm");
                assert_ne!(name, algorithm);
            }
            assert!(!of(public).issue("42", ()).unwrap_err().is_invalid_token());
        }
    }

    #[test]
    fn a_changed_bit_of_any_signature_is_found() {
        for (private, public, _) in samples::PAIRS {
            let token = of(private).issue_at(NOW, "42", ()).unwrap();
            for at in (token.rfind('.').unwrap() + 1..token.len() - 1).step_by(7) {
                let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
                let mut changed = token.clone();
                changed.replace_range(at..=at, other);
                assert!(of(public).verify_at::<()>(NOW, &changed).is_err(), "{at}");
            }
        }
    }

    #[test]
    fn the_id_of_a_key_picks_among_those_given_and_nothing_else() {
        let (old, new) = (Key::hs256([1; 32]).unwrap(), Key::hs256([2; 32]).unwrap());
        let token = |key: &Key| Jwt::new(key.clone()).issue_at(NOW, "42", ()).unwrap();
        let both = Jwt::new(new.clone()).with_further_key(old.clone());
        for key in [&old, &new] {
            assert!(both.verify_at::<()>(NOW, &token(key)).is_ok());
        }
        assert_eq!(codec::header(&both.issue("42", ()).unwrap()).unwrap().kid.as_deref(), Some(new.id()));
        // Gone is gone.
        refused(Jwt::new(new.clone()).verify_at(NOW, &token(&old)), "key");
        // An id that is not ours, or another's.
        for id in ["../../dev/null", "' OR 1=1 --", "", old.id()] {
            refused(both.verify_at(NOW, &token(&new.clone().with_id(id))), "");
        }
        // Without an id there is no guessing.
        let bare = |key: &Key| {
            let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
            let claims = jwt_claims();
            jsonwebtoken::encode(&header, &claims, key.signing().unwrap()).unwrap()
        };
        assert!(Jwt::new(old.clone()).verify_at::<()>(NOW, &bare(&old)).is_ok());
        refused(both.verify_at(NOW, &bare(&old)), "key");
    }

    fn jwt_claims() -> Value {
        json!({
            "sub": "42", "iat": NOW, "nbf": NOW, "exp": NOW + 60, "iss": "fastrs", "aud": "fastrs", "jti": "j",
            "typ": "access"
        })
    }

    #[test]
    fn a_public_key_is_no_shared_secret() {
        for (_, public, _) in samples::PAIRS {
            let key = Key::from_pem(public).unwrap();
            let header = jsonwebtoken::Header {
                kid: Some(key.id().to_owned()),
                ..jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256)
            };
            for secret in [public.as_bytes(), public.trim().as_bytes()] {
                let secret = jsonwebtoken::EncodingKey::from_secret(secret);
                let token = jsonwebtoken::encode(&header, &jwt_claims(), &secret).unwrap();
                refused(of(public).verify_at(NOW, &token), "algorithm");
            }
        }
    }

    #[test]
    fn the_key_set_has_the_public_halves_and_no_secret() {
        let jwt = of(samples::RSA_PRIVATE)
            .with_further_key(Key::from_pem(samples::ED25519_PUBLIC).unwrap())
            .with_further_key(Key::hs256(SECRET).unwrap());
        let keys = jwt.jwks().keys;
        assert_eq!(keys.len(), 2);
        assert_eq!((&keys[0]["alg"], &keys[1]["alg"]), (&json!("RS256"), &json!("EdDSA")));
        for member in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(keys.iter().all(|key| key.get(member).is_none()), "{member}");
        }
    }

    #[test]
    fn a_token_of_another_implementation_is_read() {
        // PyJWT 2 (Python): jwt.encode({sub, iat, nbf, exp: iat + 60, iss, aud, jti, typ, role}, key, algorithm=…)
        let payload = concat!(
            "eyJzdWIiOiI0MiIsImlhdCI6MTgwMDAwMDAwMCwibmJmIjoxODAwMDAwMDAwLCJleHAiOjE4MDAwMDAwNjAsImlzcyI6ImZhc3RycyIs",
            "ImF1ZCI6ImZhc3RycyIsImp0aSI6ImoiLCJ0eXAiOiJhY2Nlc3MiLCJyb2xlIjoiYWRtaW4ifQ"
        );
        for (header, signature, jwt) in [
            ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "QjApOfQRC0VL3XXHZa4yB1vqAlKFwOZusMFkHneoJCY", jwt()),
            ("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9", samples::RS256_SIGNATURE, of(samples::RSA_PUBLIC)),
            ("eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9", samples::ES256_SIGNATURE, of(samples::P256_PUBLIC)),
            ("eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9", samples::EDDSA_SIGNATURE, of(samples::ED25519_PUBLIC)),
        ] {
            let token = format!("{header}.{payload}.{signature}");
            assert_eq!(jwt.verify_at::<Value>(NOW, &token).unwrap().extra, json!({ "role": "admin" }));
            refused(jwt.verify_at(NOW + 90, &token), "`exp`");
        }
    }

    #[test]
    fn another_secret_is_refused() {
        let other = Jwt::hs256([7; 32]).unwrap();
        refused(jwt().verify_at(NOW, &other.issue_at(NOW, "42", ()).unwrap()), "key");
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let text = format!("{:?}", jwt());
        assert!(text.contains("HS256"), "{text}");
        assert!(!text.contains("0123456789abcdef") && !text.contains("48, 49"), "{text}");
    }
}
