//! The cryptography under jsonwebtoken: ring, which rustls and sqlx bring along anyway.
//!
//! jsonwebtoken has two backends of its own; with neither feature on, or with both, its first use panics. We turn
//! neither on and install this one, so that no other crate of the program can break us by turning one on.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use ring::hmac;

/// The JWK functions are left out: we build no JWK, and they would panic.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes [`PROVIDER`] the one of this process, unless the program has chosen another before: any provider does HS256.
pub(super) fn install() {
    let _already_set = PROVIDER.install_default();
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    match (algorithm, key.family()) {
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Ok(Box::new(Hs256::new(key.as_bytes()))),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match (algorithm, key.family()) {
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Ok(Box::new(Hs256::new(key.try_get_as_bytes()?))),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

/// HMAC with SHA-256 (RFC 7518, section 3.2).
struct Hs256(hmac::Key);

impl Hs256 {
    fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_algorithm_and_a_key_that_do_not_fit_are_refused() {
        let (secret, rsa) = (EncodingKey::from_secret(&[1; 32]), EncodingKey::from_rsa_der(&[1; 32]));
        assert!(signer(&Algorithm::HS256, &secret).is_ok());
        assert!(signer(&Algorithm::HS384, &secret).is_err());
        assert!(signer(&Algorithm::RS256, &secret).is_err());
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
