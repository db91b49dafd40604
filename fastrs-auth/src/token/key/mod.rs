//! Keys. Each carries the one algorithm it is for, so that no token can choose another.

mod der;
mod generate;
mod pem;
mod public;

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use ring::digest;

pub use public::Jwks;
pub(crate) use public::PublicKey;

use super::provider;
use crate::error::KeyError;
use crate::random::base64url;

/// RFC 7518, section 3.2: "a key of the same size as the hash output … or larger MUST be used".
const HS256_SECRET_BYTES: usize = 32;

/// A key that signs tokens and verifies them, or only verifies them.
///
/// | made by | algorithm | for |
/// |---|---|---|
/// | [`Key::hs256`] | HS256 | one service that trusts itself: whoever can verify can also issue |
/// | [`Key::from_pem`] | RS256, ES256 or EdDSA, whichever the PEM holds | production: others verify with the public half |
///
/// The id (`kid`) stands in the header of every token. It is made from the key itself ([RFC 7638] for public keys), so
/// all instances agree on it without being told.
///
/// # Example
///
/// ```
/// use fastrs_auth::{Jwt, Key};
///
/// let (private, public) = Key::generate_ed25519()?;
/// let issuer = Jwt::new(Key::from_pem(private.expose())?);
/// let verifier = Jwt::new(Key::from_pem(&public)?);
///
/// let token = issuer.issue("user-42", ())?;
/// assert_eq!(verifier.verify::<()>(&token)?.sub, "user-42");
/// assert!(verifier.issue("user-42", ()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638
#[derive(Clone)]
pub struct Key {
    id: String,
    algorithm: Algorithm,
    signing: Option<EncodingKey>,
    verifying: DecodingKey,
    public: Option<PublicKey>,
}

impl Key {
    /// One shared secret, of at least 32 bytes, for HMAC-SHA-256. The bytes are taken as they stand.
    ///
    /// # Errors
    ///
    /// [`KeyError::TooShort`].
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let secret = secret.as_ref();
        if secret.len() < HS256_SECRET_BYTES {
            return Err(KeyError::TooShort { bytes: secret.len() });
        }
        // A prefix keeps this hash apart from any other that somebody makes of the same secret.
        let mut named = b"fastrs-auth HS256 key id\n".to_vec();
        named.extend_from_slice(secret);
        Ok(Self::new(
            fingerprint(&named),
            Algorithm::HS256,
            Some(EncodingKey::from_secret(secret)),
            DecodingKey::from_secret(secret),
            None,
        ))
    }

    /// A public key, which verifies.
    pub(crate) fn of_public(public: PublicKey) -> Self {
        Self::new(public.thumbprint(), public.algorithm(), None, public.verifying(), Some(public))
    }

    /// A private key with its public half.
    fn of_private(public: PublicKey, signing: EncodingKey) -> Self {
        Self::new(public.thumbprint(), public.algorithm(), Some(signing), public.verifying(), Some(public))
    }

    fn new(
        id: String,
        algorithm: Algorithm,
        signing: Option<EncodingKey>,
        verifying: DecodingKey,
        public: Option<PublicKey>,
    ) -> Self {
        // Here, because no token can be signed or verified without a key: jsonwebtoken panics without a provider.
        provider::install();
        Self { id, algorithm, signing, verifying, public }
    }

    /// Gives it another id, for verifiers that know it under that one.
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// The id, the `kid` of its tokens.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The algorithm by its name in RFC 7518 or RFC 8037: `HS256`, `RS256`, `ES256` or `EdDSA`.
    pub fn algorithm(&self) -> &'static str {
        match self.algorithm {
            Algorithm::RS256 => "RS256",
            Algorithm::ES256 => "ES256",
            Algorithm::EdDSA => "EdDSA",
            _ => "HS256",
        }
    }

    /// Whether it can issue tokens.
    pub fn can_sign(&self) -> bool {
        self.signing.is_some()
    }

    pub(crate) fn jwt_algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn signing(&self) -> Option<&EncodingKey> {
        self.signing.as_ref()
    }

    pub(super) fn verifying(&self) -> &DecodingKey {
        &self.verifying
    }

    pub(super) fn public(&self) -> Option<&PublicKey> {
        self.public.as_ref()
    }
}

/// No part of a private key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("algorithm", &self.algorithm())
            .field("can_sign", &self.can_sign())
            .finish_non_exhaustive()
    }
}

/// SHA-256 as base64url.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    base64url(digest::digest(&digest::SHA256, bytes).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secrets_are_refused() {
        for bytes in [0, 16, 31] {
            assert_eq!(Key::hs256(vec![1; bytes]).unwrap_err(), KeyError::TooShort { bytes });
        }
        assert!(Key::hs256(b"changeme").is_err());
        assert!(Key::hs256([1; 32]).is_ok());
    }

    #[test]
    fn the_same_secret_has_the_same_id_and_another_another() {
        let id = |byte| Key::hs256([byte; 32]).unwrap().id().to_owned();
        assert_eq!(id(1), id(1));
        assert_ne!(id(1), id(2));
    }

    #[test]
    fn debug_shows_no_secret() {
        let text = format!("{:?}", Key::hs256(b"0123456789abcdef0123456789abcdef").unwrap());
        assert!(text.contains("HS256") && !text.contains("0123456789"), "{text}");
    }
}
