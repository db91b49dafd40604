//! Keys. Each carries the one algorithm it is for, so that no token can choose another.

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

use super::provider;
use crate::error::KeyError;

/// RFC 7518, section 3.2: "a key of the same size as the hash output … or larger MUST be used".
const HS256_SECRET_BYTES: usize = 32;

/// A signing key, its verifying half and their algorithm.
///
/// Another algorithm is another constructor here and another arm in [`provider`].
#[derive(Clone)]
pub(super) struct TokenKeys {
    algorithm: Algorithm,
    signing: EncodingKey,
    verifying: DecodingKey,
}

impl TokenKeys {
    /// One secret for both halves.
    pub(super) fn hs256(secret: &[u8]) -> Result<Self, KeyError> {
        if secret.len() < HS256_SECRET_BYTES {
            return Err(KeyError::TooShort { bytes: secret.len() });
        }
        // Here, because no token can be signed or verified without a key: jsonwebtoken panics without a provider.
        provider::install();
        Ok(Self {
            algorithm: Algorithm::HS256,
            signing: EncodingKey::from_secret(secret),
            verifying: DecodingKey::from_secret(secret),
        })
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn signing(&self) -> &EncodingKey {
        &self.signing
    }

    pub(super) fn verifying(&self) -> &DecodingKey {
        &self.verifying
    }
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKeys").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secrets_are_refused() {
        for bytes in [0, 16, 31] {
            assert_eq!(TokenKeys::hs256(&vec![1; bytes]).unwrap_err(), KeyError::TooShort { bytes });
        }
        assert!(TokenKeys::hs256(b"changeme").is_err());
        assert!(TokenKeys::hs256(&[1; 32]).is_ok());
    }
}
