//! What a token says, and whether it may say so here and now.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::SessionId;
use crate::error::{Fault, TokenError};

/// Names that `extra` may not use. The table and the fields of [`Claims`] are held together by a test.
const REGISTERED: [&str; 9] = ["sub", "iat", "exp", "nbf", "iss", "aud", "jti", "typ", "sid"];

/// The claims of a verified token: the registered ones of RFC 7519, section 4.1, and yours in `extra`.
///
/// Times are whole seconds since 1970 (UTC).
///
/// # Example
///
/// ```
/// use fastrs_auth::{Claims, Jwt};
///
/// fn greeting(claims: &Claims) -> String {
///     format!("hello {}, your token {} ends at {}", claims.sub, claims.jti, claims.exp)
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let jwt = Jwt::hs256("a secret of at least thirty-two bytes")?;
/// let token = jwt.issue("user-42", ())?;
/// assert!(greeting(&jwt.verify(&token)?).starts_with("hello user-42"));
/// # Ok(())
/// # }
/// ```
// `Option` alone would take `null` for absent, and a claim that is there must be of its type: hence `present`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "E: DeserializeOwned"))]
#[non_exhaustive]
pub struct Claims<E = ()> {
    /// Subject: whom the token speaks for, usually the user's id.
    pub sub: String,
    /// Issued at.
    pub iat: u64,
    /// Expires at: good before this second, not in it.
    pub exp: u64,
    /// Not before: not good before this second.
    pub nbf: u64,
    /// Issuer.
    pub iss: String,
    /// Audience: whom the token is for.
    pub aud: String,
    /// The token's own id.
    pub jti: String,
    /// What the token is for, as in `"access"`.
    pub typ: String,
    /// The session that the token belongs to, if it belongs to one: what ends with a log-out.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub sid: Option<SessionId>,
    /// The application's own claims.
    #[serde(flatten)]
    pub extra: E,
}

fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What the verifier insists on.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) issuer: String,
    pub(super) audience: String,
    /// Seconds.
    pub(super) leeway: u64,
}

impl Default for Expected {
    fn default() -> Self {
        Self { issuer: "fastrs".to_owned(), audience: "fastrs".to_owned(), leeway: 30 }
    }
}

impl<E> Claims<E> {
    /// Everything beyond the types. Ours rather than jsonwebtoken's, which looks at neither `iat` nor `typ`, lets a
    /// missing claim pass, rounds fractional times and subtracts the leeway without regard to overflow.
    pub(super) fn check(&self, expected: &Expected, typ: &str, now: u64) -> Result<(), TokenError> {
        let latest = now.saturating_add(expected.leeway);
        require(!self.sub.is_empty(), "sub", "is empty")?;
        require(!self.jti.is_empty(), "jti", "is empty")?;
        require(self.typ == typ, "typ", "is not the expected one")?;
        require(now < self.exp.saturating_add(expected.leeway), "exp", "is over")?;
        require(self.iat <= latest, "iat", "is in the future")?;
        require(self.nbf <= latest, "nbf", "is in the future")?;
        require(self.iss == expected.issuer, "iss", "is not the expected one")?;
        require(self.aud == expected.audience, "aud", "is not the expected one")
    }
}

fn require(holds: bool, claim: &'static str, fault: &'static str) -> Result<(), TokenError> {
    if holds { Ok(()) } else { Err(TokenError(Fault::Claim(claim, fault))) }
}

/// The members of the application's own claims.
///
/// A member named like a registered claim would write that name twice, and the next parser decides which one counts.
pub(super) fn own_members(extra: impl Serialize) -> Result<Map<String, Value>, TokenError> {
    let members = match serde_json::to_value(extra) {
        Ok(Value::Object(members)) => members,
        Ok(Value::Null) => Map::new(),
        _ => return Err(TokenError(Fault::Unissuable("the extra claims are not a map"))),
    };
    if REGISTERED.iter().any(|name| members.contains_key(*name)) {
        return Err(TokenError(Fault::Unissuable("the extra claims use a registered name")));
    }
    Ok(members)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn good() -> Value {
        json!({
            "sub": "42", "iat": NOW, "nbf": NOW, "exp": NOW + 60, "iss": "fastrs", "aud": "fastrs", "jti": "j",
            "typ": "access"
        })
    }

    fn read(changes: Value) -> Result<Claims, serde_json::Error> {
        let mut claims = good();
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        // Through text, as a token comes.
        serde_json::from_str(&claims.to_string())
    }

    fn fault(changes: Value) -> Option<&'static str> {
        match read(changes).unwrap().check(&Expected::default(), "access", NOW) {
            Ok(()) => None,
            Err(TokenError(Fault::Claim(name, _))) => Some(name),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn good_claims_pass() {
        assert_eq!(fault(json!({})), None);
        assert_eq!(fault(json!({ "nbf": NOW + 30, "iat": NOW + 30, "more": [1] })), None);
    }

    #[test]
    fn values_out_of_place_are_refused() {
        for (changes, claim) in [
            (json!({ "sub": "" }), "sub"),
            (json!({ "jti": "" }), "jti"),
            (json!({ "typ": "refresh" }), "typ"),
            (json!({ "exp": NOW - 30 }), "exp"),
            (json!({ "exp": 0 }), "exp"),
            (json!({ "iat": NOW + 31 }), "iat"),
            (json!({ "nbf": NOW + 31 }), "nbf"),
            (json!({ "nbf": u64::MAX }), "nbf"),
            (json!({ "aud": "somebody else" }), "aud"),
            (json!({ "iss": "somebody else" }), "iss"),
        ] {
            assert_eq!(fault(changes.clone()), Some(claim), "{changes}");
        }
    }

    #[test]
    fn every_required_claim_is_required() {
        for name in ["sub", "iat", "nbf", "exp", "iss", "aud", "jti", "typ"] {
            let mut claims = good();
            claims.as_object_mut().unwrap().remove(name);
            let error = serde_json::from_value::<Claims>(claims).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn wrong_types_are_refused_not_coerced() {
        for name in REGISTERED {
            for value in
                [json!(null), json!(true), json!([]), json!({}), json!(["api"]), json!(-1), json!(1.5e9)]
            {
                assert!(read(json!({ (name): value })).is_err(), "{name}: {value}");
            }
        }
        for name in ["iat", "exp", "nbf"] {
            assert!(read(json!({ (name): "1800000060" })).is_err(), "{name}");
        }
        for name in ["sub", "iss", "aud", "jti", "typ"] {
            assert!(read(json!({ (name): 42 })).is_err(), "{name}");
        }
    }

    #[test]
    fn a_claim_given_twice_is_refused() {
        let text = good().to_string().replace("\"sub\":", "\"sub\":\"1\",\"sub\":");
        assert!(serde_json::from_str::<Claims>(&text).unwrap_err().to_string().contains("duplicate"));
    }

    #[test]
    fn registered_names_are_the_fields() {
        let claims = Claims {
            sub: String::new(),
            iat: 0,
            exp: 0,
            nbf: 0,
            iss: String::new(),
            aud: String::new(),
            jti: String::new(),
            typ: String::new(),
            sid: Some(SessionId::begun_at(0, [0; 16])),
            extra: (),
        };
        let value = serde_json::to_value(claims).unwrap();
        let mut fields: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut registered = REGISTERED;
        fields.sort_unstable();
        registered.sort_unstable();
        assert_eq!(fields, registered);
    }
}
