//! The cryptography under jsonwebtoken: ring, which rustls and sqlx bring along anyway.
//!
//! jsonwebtoken has two backends of its own; with neither feature on, or with both, its first use panics. We turn
//! neither on and install this one, so that no other crate of the program can break us by turning one on.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents, UnparsedPublicKey,
};

/// The JWK functions are left out: jsonwebtoken calls them only for JWKs of its own, and we build ours.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes [`PROVIDER`] the one of this process, unless the program has chosen another before.
pub(super) fn install() {
    let _already_set = PROVIDER.install_default();
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    if algorithm.family() != key.family() {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let bytes = key.as_bytes();
    Ok(match algorithm {
        Algorithm::HS256 => Box::new(Hs256::new(bytes)),
        Algorithm::RS256 => Box::new(Rs256(
            RsaKeyPair::from_pkcs8(bytes)
                .or_else(|_| RsaKeyPair::from_der(bytes))
                .map_err(|_| invalid_key())?,
        )),
        Algorithm::ES256 => Box::new(Es256(
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &SystemRandom::new())
                .map_err(|_| invalid_key())?,
        )),
        Algorithm::EdDSA => {
            Box::new(EdDsa(Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes).map_err(|_| invalid_key())?))
        }
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    })
}

fn invalid_key() -> ErrorKind {
    ErrorKind::InvalidKeyFormat
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if algorithm.family() != key.family() {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    Ok(match (algorithm, key.kind()) {
        (Algorithm::HS256, DecodingKeyKind::SecretOrDer(secret)) => Box::new(Hs256::new(secret)),
        (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
            Box::new(Public(*algorithm, PublicHalf::Rsa { n: n.clone(), e: e.clone() }))
        }
        (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) => {
            Box::new(Public(*algorithm, PublicHalf::P256(point.clone())))
        }
        (Algorithm::EdDSA, DecodingKeyKind::SecretOrDer(key)) => {
            Box::new(Public(*algorithm, PublicHalf::Ed25519(key.clone())))
        }
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    })
}

type Signed = std::result::Result<Vec<u8>, Error>;

/// HMAC with SHA-256 (RFC 7518, section 3.2).
struct Hs256(hmac::Key);

impl Hs256 {
    fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Signed {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        // Constant-time, and the length must be the full 32 bytes.
        hmac::verify(&self.0, message, signature).map_err(|_| Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3).
struct Rs256(RsaKeyPair);

impl Signer<Vec<u8>> for Rs256 {
    fn try_sign(&self, message: &[u8]) -> Signed {
        let mut signature = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| Error::new())?;
        Ok(signature)
    }
}

impl JwtSigner for Rs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

/// ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4).
struct Es256(EcdsaKeyPair);

impl Signer<Vec<u8>> for Es256 {
    fn try_sign(&self, message: &[u8]) -> Signed {
        let signature = self.0.sign(&SystemRandom::new(), message).map_err(|_| Error::new())?;
        Ok(signature.as_ref().to_vec())
    }
}

impl JwtSigner for Es256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

/// Ed25519 (RFC 8037, section 3.1).
struct EdDsa(Ed25519KeyPair);

impl Signer<Vec<u8>> for EdDsa {
    fn try_sign(&self, message: &[u8]) -> Signed {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for EdDsa {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

/// A public key with its algorithm.
struct Public(Algorithm, PublicHalf);

enum PublicHalf {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl Verifier<Vec<u8>> for Public {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        match &self.1 {
            PublicHalf::Rsa { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
            PublicHalf::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            PublicHalf::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
        }
        .map_err(|_| Error::new())
    }
}

impl JwtVerifier for Public {
    fn algorithm(&self) -> Algorithm {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_algorithm_and_a_key_that_do_not_fit_are_refused() {
        let (secret, rsa) = (EncodingKey::from_secret(&[1; 32]), EncodingKey::from_rsa_der(&[1; 32]));
        assert!(signer(&Algorithm::HS256, &secret).is_ok());
        assert!(signer(&Algorithm::HS384, &secret).is_err());
        assert!(signer(&Algorithm::RS256, &secret).is_err());
        assert!(signer(&Algorithm::RS256, &rsa).is_err());
        assert!(signer(&Algorithm::HS256, &rsa).is_err());

        let (secret, rsa) = (DecodingKey::from_secret(&[1; 32]), DecodingKey::from_rsa_der(&[1; 32]));
        assert!(verifier(&Algorithm::HS256, &secret).is_ok());
        assert!(verifier(&Algorithm::ES256, &secret).is_err());
        assert!(verifier(&Algorithm::HS256, &rsa).is_err());
    }

    #[test]
    fn a_shortened_signature_is_refused() {
        let key = Hs256::new(&[1; 32]);
        let signature = key.try_sign(b"message").unwrap();
        assert!(key.verify(b"message", &signature).is_ok());
        assert!(key.verify(b"massage", &signature).is_err());
        assert!(key.verify(b"message", &signature[..16].to_vec()).is_err());
        assert!(key.verify(b"message", &Vec::new()).is_err());
    }

    #[test]
    fn installing_twice_is_fine() {
        install();
        install();
    }
}
