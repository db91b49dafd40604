//! Keys from PEM (RFC 7468).

use std::path::Path;

use jsonwebtoken::EncodingKey;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair,
};
use rustls_pki_types::pem::{Error as PemError, PemObject as _};
use rustls_pki_types::{PrivateKeyDer, SubjectPublicKeyInfoDer};

use super::{Key, PublicKey};
use crate::error::KeyError;

impl Key {
    /// The first key in a PEM text: private (`BEGIN PRIVATE KEY`, `BEGIN RSA PRIVATE KEY`) or public
    /// (`BEGIN PUBLIC KEY`), of RSA with 2048 to 8192 bits, P-256 or Ed25519. A public key verifies only.
    ///
    /// # Errors
    ///
    /// [`KeyError::Pem`] if there is no key in the text, [`KeyError::Unsupported`] if it is of another kind.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let pem = pem.as_ref();
        match PrivateKeyDer::from_pem_slice(pem) {
            Ok(PrivateKeyDer::Sec1(_)) => Err(KeyError::Unsupported {
                why: "it is in the form `EC PRIVATE KEY`; turn it into PKCS #8 with `openssl pkcs8 -topk8 -nocrypt`",
            }),
            Ok(key) => Self::from_private_der(key.secret_der()),
            Err(PemError::NoItemsFound) => Self::from_public_pem(pem),
            Err(_) => Err(KeyError::Pem),
        }
    }

    /// As [`from_pem`](Self::from_pem), from a file.
    ///
    /// # Errors
    ///
    /// [`KeyError::File`] if it cannot be read, and those of `from_pem`.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        let path = path.as_ref();
        let pem = std::fs::read(path)
            .map_err(|error| KeyError::File { path: path.to_path_buf(), kind: error.kind() })?;
        Self::from_pem(pem)
    }

    /// As [`from_pem`](Self::from_pem), from an environment variable: the PEM text itself, where `\n` may stand for the
    /// ends of its lines, or else the path of a file.
    ///
    /// # Errors
    ///
    /// [`KeyError::Variable`] if it is not set, and those of [`from_pem_file`](Self::from_pem_file).
    pub fn from_env(variable: &str) -> Result<Self, KeyError> {
        let value = std::env::var(variable).map_err(|_| KeyError::Variable { name: variable.to_owned() })?;
        Self::from_pem_or_path(&value).map_err(|error| match error {
            // It may be a key, in a form that nobody recognised.
            KeyError::File { kind, .. } => {
                KeyError::File { path: format!("named by {variable}").into(), kind }
            }
            other => other,
        })
    }

    /// As [`from_env`](Self::from_env), for a text that comes from elsewhere.
    ///
    /// # Errors
    ///
    /// Those of [`from_pem_file`](Self::from_pem_file).
    pub fn from_pem_or_path(value: &str) -> Result<Self, KeyError> {
        // Quotes come along from files of settings that are read without regard to them.
        if value.contains("-----BEGIN") {
            Self::from_pem(value.replace("\\n", "\n").trim_matches(['"', '\'']))
        } else if value.len() > LONGEST_PATH || value.contains('\n') {
            Err(KeyError::Pem)
        } else {
            Self::from_pem_file(value)
        }
    }

    fn from_public_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let key = SubjectPublicKeyInfoDer::from_pem_slice(pem).map_err(|_| KeyError::Pem)?;
        PublicKey::from_der(&key).map(Self::of_public).ok_or(UNSUPPORTED)
    }

    /// PKCS #8 of any kind, or PKCS #1, which is RSA.
    fn from_private_der(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
            let public = PublicKey::Ed25519(pair.public_key().as_ref().to_vec());
            return Ok(Self::of_private(public, EncodingKey::from_ed_der(der)));
        }
        let random = SystemRandom::new();
        if let Ok(pair) = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &random) {
            let public = PublicKey::P256(pair.public_key().as_ref().to_vec());
            return Ok(Self::of_private(public, EncodingKey::from_ec_der(der)));
        }
        let pair =
            RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der)).map_err(|_| UNSUPPORTED)?;
        let public = PublicKey::rsa_from_der(pair.public_key().as_ref()).ok_or(UNSUPPORTED)?;
        Ok(Self::of_private(public, EncodingKey::from_rsa_der(der)))
    }
}

/// What is longer is a key in some other form, and never told as a path in an error.
const LONGEST_PATH: usize = 255;

const UNSUPPORTED: KeyError =
    KeyError::Unsupported { why: "it is neither RSA of 2048 bits or more, nor P-256, nor Ed25519" };

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::*;

    #[test]
    fn every_kind_is_read_in_both_halves() {
        for (private, public, algorithm) in samples::PAIRS {
            let (private, public) = (Key::from_pem(private).unwrap(), Key::from_pem(public).unwrap());
            assert_eq!((private.algorithm(), public.algorithm()), (algorithm, algorithm));
            assert_eq!(private.id(), public.id());
            assert_eq!(private.public(), public.public());
            assert!(private.can_sign() && !public.can_sign());
        }
        assert_eq!(
            Key::from_pem(samples::RSA_PKCS1).unwrap().id(),
            Key::from_pem(samples::RSA_PUBLIC).unwrap().id()
        );
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_reason() {
        for pem in ["", "x", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----"] {
            assert_eq!(Key::from_pem(pem).unwrap_err(), KeyError::Pem, "{pem}");
        }
        for pem in [samples::SEC1, samples::RSA_1024, samples::P384_PUBLIC] {
            assert!(matches!(Key::from_pem(pem).unwrap_err(), KeyError::Unsupported { .. }), "{pem}");
        }
        assert!(Key::from_pem(samples::SEC1).unwrap_err().to_string().contains("openssl pkcs8"));
    }

    #[test]
    fn a_text_with_escaped_lines_or_a_path() {
        let text = samples::ED25519_PRIVATE.replace('\n', "\\n");
        assert_eq!(Key::from_pem_or_path(&text).unwrap().algorithm(), "EdDSA");
        assert_eq!(Key::from_pem_or_path(&format!("\"{text}\"")).unwrap().algorithm(), "EdDSA");
        assert_eq!(Key::from_pem_or_path(&"A".repeat(1000)).unwrap_err(), KeyError::Pem);
        let error = Key::from_pem_or_path("/no/such/file").unwrap_err();
        assert!(error.to_string().contains("/no/such/file"), "{error}");
        let error = Key::from_env("FASTRS_AUTH_NO_SUCH_VARIABLE").unwrap_err();
        assert!(error.to_string().contains("FASTRS_AUTH_NO_SUCH_VARIABLE"), "{error}");
    }
}
