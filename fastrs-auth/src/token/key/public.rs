//! Public keys, as JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) and as what verifies.

use fastrs::prelude::*;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Value, json};

use super::der::{Der, OID};
use super::fingerprint;
use crate::random::{base64url, from_base64url};

/// rsaEncryption, id-ecPublicKey with prime256v1, id-Ed25519, as the content of DER values.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// The least bits of an RSA modulus: NIST SP 800-131A, and what ring verifies.
const RSA_BYTES: usize = 2048 / 8;
/// The most: beyond, one verification takes too long.
const MAX_RSA_BYTES: usize = 8192 / 8;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicKey {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// An uncompressed point: 0x04, x, y.
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo (RFC 5280, section 4.1). `None` for any other kind of key.
    pub(super) fn from_der(der: &[u8]) -> Option<Self> {
        let mut info = Der(der).sequence()?;
        let mut algorithm = info.sequence()?;
        let kind = algorithm.value(OID)?;
        let key = info.bits()?;
        match kind {
            RSA => Self::rsa_from_der(key),
            EC if algorithm.value(OID)? == P256 => Self::P256(key.to_vec()).checked(),
            ED25519 => Self::Ed25519(key.to_vec()).checked(),
            _ => None,
        }
    }

    /// Reads an RSAPublicKey (RFC 8017, appendix A.1.1).
    pub(super) fn rsa_from_der(der: &[u8]) -> Option<Self> {
        let mut key = Der(der).sequence()?;
        Self::Rsa { n: key.number()?.to_vec(), e: key.number()?.to_vec() }.checked()
    }

    /// Reads a JSON Web Key that is for signatures. `None` for any other.
    pub(crate) fn from_jwk(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| text(name).and_then(from_base64url);
        let is_for_signatures = text("use").is_none_or(|purpose| purpose == "sig");
        let key = match (text("kty")?, text("crv")) {
            ("RSA", None) => Self::Rsa { n: bytes("n")?, e: bytes("e")? },
            ("EC", Some("P-256")) => Self::P256([vec![4], bytes("x")?, bytes("y")?].concat()),
            ("OKP", Some("Ed25519")) => Self::Ed25519(bytes("x")?),
            _ => return None,
        };
        let algorithm_fits = text("alg").is_none_or(|name| name == key.name());
        key.checked().filter(|_| is_for_signatures && algorithm_fits)
    }

    fn checked(self) -> Option<Self> {
        let is_sound = match &self {
            Self::Rsa { n, e } => (RSA_BYTES..=MAX_RSA_BYTES).contains(&n.len()) && !e.is_empty(),
            Self::P256(point) => point.len() == 65 && point[0] == 4,
            Self::Ed25519(key) => key.len() == 32,
        };
        is_sound.then_some(self)
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { .. } => Algorithm::RS256,
            Self::P256(_) => Algorithm::ES256,
            Self::Ed25519(_) => Algorithm::EdDSA,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "RS256",
            Self::P256(_) => "ES256",
            Self::Ed25519(_) => "EdDSA",
        }
    }

    pub(super) fn verifying(&self) -> DecodingKey {
        match self {
            Self::Rsa { n, e } => DecodingKey::from_rsa_raw_components(n, e),
            Self::P256(point) => DecodingKey::from_ec_der(point),
            Self::Ed25519(key) => DecodingKey::from_ed_der(key),
        }
    }

    /// The members that make the key what it is, in the order of RFC 7638, section 3.2.
    fn members(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rsa { n, e } => vec![("e", base64url(e)), ("kty", "RSA".into()), ("n", base64url(n))],
            Self::P256(point) => vec![
                ("crv", "P-256".into()),
                ("kty", "EC".into()),
                ("x", base64url(&point[1..33])),
                ("y", base64url(&point[33..])),
            ],
            Self::Ed25519(key) => {
                vec![("crv", "Ed25519".into()), ("kty", "OKP".into()), ("x", base64url(key))]
            }
        }
    }

    /// RFC 7638, with SHA-256.
    pub(super) fn thumbprint(&self) -> String {
        // No member has a character that JSON escapes.
        let members: Vec<String> =
            self.members().iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        fingerprint(format!("{{{}}}", members.join(",")).as_bytes())
    }

    pub(in crate::token) fn to_jwk(&self, id: &str) -> Value {
        let mut jwk = json!({ "kid": id, "alg": self.name(), "use": "sig" });
        for (name, value) in self.members() {
            jwk[name] = value.into();
        }
        jwk
    }
}

/// A JSON Web Key Set (RFC 7517, section 5): the public keys, for whoever verifies.
///
/// See [`Jwt::jwks`](crate::Jwt::jwks).
#[model(output)]
#[derive(Debug, Clone, PartialEq)]
pub struct Jwks {
    /// The keys, the current one first.
    pub keys: Vec<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_of_the_rfc() {
        // The key of RFC 7638, section 3.1.
        let jwk = json!({
            "kty": "RSA",
            "n": concat!(
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi",
                "FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb",
                "9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1",
                "jF44-csFCur-kEgU8awapJzKnqDKgw"
            ),
            "e": "AQAB",
            "alg": "RS256",
            "kid": "2011-04-29"
        });
        let key = PublicKey::from_jwk(&jwk).unwrap();
        assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!(PublicKey::from_jwk(&key.to_jwk("x")), Some(key));
    }

    #[test]
    fn the_thumbprint_of_ed25519() {
        // RFC 8037, appendix A.3.
        let jwk =
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
        let key = PublicKey::from_jwk(&jwk).unwrap();
        assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn keys_for_other_things_are_passed_over() {
        let good =
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
        for (member, value) in [
            ("use", json!("enc")),
            ("alg", json!("HS256")),
            ("crv", json!("Ed448")),
            ("crv", json!(null)),
            ("kty", json!("oct")),
            ("kty", json!("EC")),
            ("x", json!("AAAA")),
            ("x", json!("+/==")),
            ("x", json!(null)),
        ] {
            let mut jwk = good.clone();
            jwk[member] = value;
            assert_eq!(PublicKey::from_jwk(&jwk), None, "{jwk}");
        }
        assert!(PublicKey::from_jwk(&good).is_some());
        assert_eq!(PublicKey::from_jwk(&json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" })), None);
    }
}
