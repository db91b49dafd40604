//! What a token of another issuer says.

use serde::{Deserialize, Deserializer};

use super::RemoteJwt;
use crate::error::{Fault, TokenError};

/// The claims of a token that another issuer has signed: the registered ones of RFC 7519, section 4.1, and the others in
/// `extra`. Times are whole seconds since 1970 (UTC).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "E: serde::de::DeserializeOwned"))]
#[non_exhaustive]
pub struct RemoteClaims<E = ()> {
    /// Subject: whom the token speaks for. Unique with this issuer.
    pub sub: String,
    /// Issuer.
    pub iss: String,
    /// Audience: whom the token is for, one or several.
    #[serde(deserialize_with = "one_or_several")]
    pub aud: Vec<String>,
    /// Expires at: good before this second, not in it.
    #[serde(deserialize_with = "whole_seconds")]
    pub exp: u64,
    /// Not before.
    #[serde(default, deserialize_with = "whole_seconds")]
    pub nbf: u64,
    /// Issued at.
    #[serde(default, deserialize_with = "whole_seconds")]
    pub iat: u64,
    /// What the token is for, if it says so.
    #[serde(default)]
    pub typ: Option<String>,
    /// The token's own id, if it has one.
    #[serde(default)]
    pub jti: Option<String>,
    /// All others.
    #[serde(flatten)]
    pub extra: E,
}

fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Audience {
        One(String),
        Several(Vec<String>),
    }

    Ok(match Audience::deserialize(deserializer)? {
        Audience::One(one) => vec![one],
        Audience::Several(several) => several,
    })
}

/// Some issuers write fractions (RFC 7519, section 2, "NumericDate").
fn whole_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Whole(u64),
        Fractional(f64),
    }

    match Seconds::deserialize(deserializer)? {
        Seconds::Whole(seconds) => Ok(seconds),
        // Beyond 2^53 a fraction says nothing, and such a date is none.
        Seconds::Fractional(seconds) if (0.0..9_007_199_254_740_992.0).contains(&seconds) => {
            Ok(seconds as u64)
        }
        Seconds::Fractional(_) => Err(serde::de::Error::custom("no date")),
    }
}

impl<E> RemoteClaims<E> {
    /// A refresh token, an ID token or a cookie of the same issuer opens nothing. Keycloak calls its access tokens
    /// `Bearer`, most issuers do not call them anything.
    fn is_for_access(&self) -> bool {
        self.typ
            .as_deref()
            .is_none_or(|typ| ["access", "bearer"].iter().any(|word| typ.eq_ignore_ascii_case(word)))
    }

    pub(super) fn check(&self, expected: &RemoteJwt, now: u64) -> Result<(), TokenError> {
        let latest = now.saturating_add(expected.leeway);
        let require = |holds: bool, claim, fault| {
            if holds { Ok(()) } else { Err(TokenError(Fault::Claim(claim, fault))) }
        };
        require(!self.sub.is_empty(), "sub", "is empty")?;
        require(self.is_for_access(), "typ", "is not the expected one")?;
        require(now < self.exp.saturating_add(expected.leeway), "exp", "is over")?;
        require(self.nbf <= latest, "nbf", "is in the future")?;
        require(self.iat <= latest, "iat", "is in the future")?;
        require(self.iss == expected.issuer, "iss", "is not the expected one")?;
        require(self.aud.contains(&expected.audience), "aud", "is not the expected one")
    }
}
