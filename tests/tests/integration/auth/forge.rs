//! Tokens that no library would write.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

use super::shop;

pub fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The header and the claims of a good access token of the shop.
pub fn good() -> (Value, Value) {
    read(&shop::pair(&shop::sessions(), "ann").access_token)
}

/// The header and the claims of a token, unverified.
pub fn read(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut json = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (json(), json())
}

/// A token with any header and any payload, signed by HMAC with any secret.
pub fn signed(header: &str, payload: &str, secret: &[u8]) -> String {
    let message = format!("{}.{}", base64url(header), base64url(payload));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", base64url(tag))
}

/// The good token with its claims changed, signed with the shop's own secret.
pub fn with_claims(change: impl FnOnce(&mut Value)) -> String {
    let (header, mut claims) = good();
    change(&mut claims);
    signed(&header.to_string(), &claims.to_string(), shop::SECRET)
}

/// The good token with its header changed, signed with the shop's own secret.
pub fn with_header(change: impl FnOnce(&mut Value)) -> String {
    let (mut header, claims) = good();
    change(&mut header);
    signed(&header.to_string(), &claims.to_string(), shop::SECRET)
}

/// The claims of the good token, with a member set.
pub fn set(name: &str, value: Value) -> impl FnOnce(&mut Value) {
    move |object| object[name] = value
}

/// The claims of the good token, with a member taken out.
pub fn without(name: &str) -> impl FnOnce(&mut Value) {
    move |object| _ = object.as_object_mut().unwrap().remove(name)
}

#[test]
fn the_forger_can_write_a_good_token() {
    // Otherwise a refusal would say nothing.
    let jwt = shop::jwt();
    assert_eq!(jwt.verify::<Value>(&with_claims(|_| ())).unwrap().extra, json!({ "role": "user" }));
}
