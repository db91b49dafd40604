//! Between claims and the text of a token: header, signature, JSON. What the claims *say* is not looked at here.

use jsonwebtoken::Header;
use jsonwebtoken::crypto::verify;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::key::Key;
use crate::error::{Fault, TokenError};
use crate::random::from_base64url;

/// The longest token read or written, in bytes: what fits a usual limit for one header line.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Signs the claims.
pub(super) fn encode<C: Serialize>(key: &Key, claims: &C) -> Result<String, TokenError> {
    let signing = key.signing().ok_or(TokenError(Fault::Unissuable("the key has no private half")))?;
    let mut header = Header::new(key.jwt_algorithm());
    header.kid = Some(key.id().to_owned());
    let token = jsonwebtoken::encode(&header, claims, signing)
        .map_err(|_| TokenError(Fault::Unissuable("signing failed")))?;
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError(Fault::Unissuable("the claims are too long")));
    }
    Ok(token)
}

/// The header of a token, which nobody has signed for yet.
pub(crate) fn header(token: &str) -> Result<Header, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError(Fault::Form("longer than 8 KiB")));
    }
    jsonwebtoken::decode_header(token).map_err(|_| TokenError(Fault::Form("unreadable header")))
}

/// Checks the signature, then reads the claims; the payload is not parsed before the signature is found good.
pub(crate) fn decode<C: DeserializeOwned>(key: &Key, header: &Header, token: &str) -> Result<C, TokenError> {
    if header.alg != key.jwt_algorithm() {
        return Err(TokenError(Fault::Form("not the algorithm of the key")));
    }
    // Not by `jsonwebtoken::decode`, which would read the header twice more and the claims once more.
    let malformed = || TokenError(Fault::Form("malformed"));
    let (message, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
    let (_, payload) = message.rsplit_once('.').ok_or_else(malformed)?;
    let verified = verify(signature, message.as_bytes(), key.verifying(), key.jwt_algorithm());
    if !verified.map_err(|_| malformed())? {
        return Err(TokenError(Fault::Form("wrong signature")));
    }
    let payload = from_base64url(payload).ok_or_else(malformed)?;
    serde_json::from_slice(&payload).map_err(|error| TokenError(Fault::Claims(error.to_string())))
}

/// Accepts the header we write ourselves and no other. Every further member is a way to talk the verifier into
/// something (`jwk`, `jku`, `x5u`), or one that must not be ignored (`crit`, RFC 7515, section 4.1.11, which
/// jsonwebtoken does ignore). `typ` may be absent or say that this is an access token (RFC 9068), and its case is free
/// (RFC 7519, section 5.1). The `kid` has chosen the key, and does nothing else.
pub(super) fn check_header(header: &Header) -> Result<(), TokenError> {
    let mut bare = Header::new(header.alg);
    bare.typ.clone_from(&header.typ);
    bare.kid.clone_from(&header.kid);
    if is_of_kind(header) && *header == bare {
        Ok(())
    } else {
        Err(TokenError(Fault::Form("unexpected member in the header")))
    }
}

/// Whether the header says that this is a token, or an access token.
pub(crate) fn is_of_kind(header: &Header) -> bool {
    let kinds = ["JWT", "at+jwt", "application/at+jwt"];
    header.typ.as_deref().is_none_or(|typ| kinds.iter().any(|kind| typ.eq_ignore_ascii_case(kind)))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
    use ring::hmac;
    use serde_json::{Value, json};

    use super::super::Claims;
    use super::*;

    const SECRET: [u8; 32] = [9; 32];

    fn key() -> Key {
        Key::hs256(SECRET).unwrap()
    }

    fn payload() -> Value {
        json!({ "sub": "42", "iat": 1, "nbf": 1, "exp": 2, "iss": "i", "aud": "a", "jti": "j", "typ": "access" })
    }

    /// A token signed with the right secret by hand, whatever its header claims.
    fn forge(header: &str, payload: &str) -> String {
        let message = format!("{}.{}", BASE64.encode(header), BASE64.encode(payload));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &SECRET), message.as_bytes());
        format!("{message}.{}", BASE64.encode(tag))
    }

    fn read(token: &str) -> Result<Claims, TokenError> {
        let header = header(token)?;
        check_header(&header)?;
        decode(&key(), &header, token)
    }

    fn why(token: &str) -> String {
        let error = read(token).expect_err(token);
        assert!(error.is_invalid_token());
        error.to_string()
    }

    #[test]
    fn a_token_made_by_hand_is_read() {
        for header in
            [r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"typ":"at+jwt","alg":"HS256"}"#, r#"{"alg":"HS256"}"#]
        {
            assert_eq!(read(&forge(header, &payload().to_string())).unwrap().sub, "42");
        }
    }

    #[test]
    fn no_algorithm_no_entry() {
        for alg in ["none", "None", "NONE", "nOnE", "", "HS257", "hs256"] {
            let token = forge(&json!({ "alg": alg, "typ": "JWT" }).to_string(), &payload().to_string());
            assert!(why(&token).contains("header"), "{alg}");
            let unsigned = &token[..=token.rfind('.').unwrap()];
            assert!(why(unsigned).contains("header"), "{alg}");
        }
        assert!(why(&forge(r#"{"typ":"JWT"}"#, &payload().to_string())).contains("header"));
    }

    #[test]
    fn the_header_does_not_choose_the_algorithm() {
        for alg in ["HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA"] {
            let token = forge(&json!({ "alg": alg, "typ": "JWT" }).to_string(), &payload().to_string());
            assert!(why(&token).contains("algorithm"), "{alg}");
        }
    }

    #[test]
    fn other_members_of_the_header_are_refused() {
        for (name, value) in [
            ("jku", json!("https://evil.example")),
            ("x5u", json!("https://evil.example")),
            ("x5c", json!(["MIIB"])),
            ("jwk", json!({ "kty": "oct", "k": "AAAA" })),
            ("crit", json!(["exp"])),
            ("crit", json!([])),
            ("zip", json!("DEF")),
            ("cty", json!("JWT")),
            ("b64", json!(false)),
            ("anything", json!(null)),
            ("typ", json!("refresh+jwt")),
        ] {
            let mut header = json!({ "alg": "HS256", "typ": "JWT" });
            header[name] = value;
            assert!(why(&forge(&header.to_string(), &payload().to_string())).contains("header"), "{name}");
        }
    }

    #[test]
    fn twice_the_algorithm_is_refused() {
        why(&forge(r#"{"alg":"HS256","alg":"HS256"}"#, &payload().to_string()));
    }

    #[test]
    fn a_changed_or_shortened_token_is_refused() {
        let token = forge(r#"{"alg":"HS256"}"#, &payload().to_string());
        for end in 0..token.len() {
            why(&token[..end]);
        }
        let parts: Vec<&str> = token.split('.').collect();
        let other = BASE64.encode(payload().to_string().replace("42", "43"));
        assert!(why(&format!("{}.{other}.{}", parts[0], parts[2])).contains("signature"));
        assert!(why(&format!("{}.{}.", parts[0], parts[1])).contains("signature"));
        for broken in ["", ".", "..", "...", "a.b.c", "\u{e9}.\u{e9}.\u{e9}"] {
            why(broken);
        }
        for tail in [".", ".x", "=", " ", "\n", "A"] {
            why(&format!("{token}{tail}"));
            why(&format!("{tail}{token}"));
        }
    }

    #[test]
    fn a_payload_of_another_shape_is_refused_with_its_reason() {
        let mut claims = payload();
        claims.as_object_mut().unwrap().remove("jti");
        assert!(why(&forge(r#"{"alg":"HS256"}"#, &claims.to_string())).contains("jti"));
        for payload in ["", "null", "[]", "\"x\"", "{", "{}x"] {
            why(&forge(r#"{"alg":"HS256"}"#, payload));
        }
    }

    #[test]
    fn a_very_long_token_is_refused_unread() {
        assert!(why(&"a".repeat(MAX_TOKEN_BYTES + 1)).contains("8 KiB"));
    }
}
