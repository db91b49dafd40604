//! New keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fastrs::Secret;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};

use super::Key;
use crate::error::{KeyError, RandomError};

/// Up to the public key itself, a SubjectPublicKeyInfo is the same for all keys of a kind (RFC 8410, RFC 5480).
const ED25519_INFO: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const P256_INFO: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

impl Key {
    /// A new Ed25519 key pair, as two PEM texts: private (PKCS #8) and public. `cargo run --example make_keys` of this
    /// crate writes them to a terminal.
    ///
    /// # Errors
    ///
    /// [`KeyError::Random`] when the operating system has no randomness to give.
    pub fn generate_ed25519() -> Result<(Secret<String>, String), KeyError> {
        let private = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| RANDOM)?;
        let pair = Ed25519KeyPair::from_pkcs8(private.as_ref()).map_err(|_| RANDOM)?;
        Ok(pems(private.as_ref(), &[ED25519_INFO, pair.public_key().as_ref()].concat()))
    }

    /// A new P-256 key pair for ES256, as [`generate_ed25519`](Self::generate_ed25519) gives them.
    ///
    /// # Errors
    ///
    /// [`KeyError::Random`] when the operating system has no randomness to give.
    pub fn generate_es256() -> Result<(Secret<String>, String), KeyError> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let private = EcdsaKeyPair::generate_pkcs8(algorithm, &random).map_err(|_| RANDOM)?;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, private.as_ref(), &random).map_err(|_| RANDOM)?;
        Ok(pems(private.as_ref(), &[P256_INFO, pair.public_key().as_ref()].concat()))
    }
}

const RANDOM: KeyError = KeyError::Random(RandomError(getrandom::Error::UNEXPECTED));

fn pems(private: &[u8], public: &[u8]) -> (Secret<String>, String) {
    (Secret::new(pem("PRIVATE KEY", private)), pem("PUBLIC KEY", public))
}

/// RFC 7468, section 2: lines of 64 characters.
fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for (at, character) in STANDARD.encode(der).chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text + &format!("\n-----END {label}-----\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_read_back() {
        for (made, algorithm) in [(Key::generate_ed25519(), "EdDSA"), (Key::generate_es256(), "ES256")] {
            let (private, public) = made.unwrap();
            let (private, public) =
                (Key::from_pem(private.expose()).unwrap(), Key::from_pem(public).unwrap());
            assert_eq!((private.id(), private.algorithm()), (public.id(), algorithm));
        }
    }
}
