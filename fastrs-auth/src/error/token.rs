//! Errors of the room `token`.

use std::fmt;

/// A token could not be issued, or was not accepted.
///
/// To the outside there is one kind of bad token: ask [`is_invalid_token`](Self::is_invalid_token) and answer 401
/// with the same body every time, so that a forger learns nothing from the answer. The reason stands in `Display`
/// and `Debug`, which are for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenError(pub(crate) Fault);

impl TokenError {
    /// True: the token presented is not acceptable (401). False: this server failed to issue one (500).
    pub fn is_invalid_token(&self) -> bool {
        !matches!(self.0, Fault::Unissuable(_))
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Unissuable(why) => write!(f, "no token issued: {why}"),
            Fault::Form(why) => write!(f, "invalid token: {why}"),
            Fault::Claims(why) => write!(f, "invalid token: claims do not fit: {why}"),
            Fault::Claim(name, why) => write!(f, "invalid token: `{name}` {why}"),
        }
    }
}

impl std::error::Error for TokenError {}

/// The reasons behind a [`TokenError`], kept private so that no answer to a client can depend on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Issuing failed.
    Unissuable(&'static str),
    /// Shape, header, algorithm or signature. A fixed text: this part of a token is anybody's writing.
    Form(&'static str),
    /// The signature is good but the payload is not the expected type; serde's own words.
    Claims(String),
    /// A claim has a value that is not acceptable here or now.
    Claim(&'static str, &'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failure_to_issue_is_the_servers_fault() {
        assert!(!TokenError(Fault::Unissuable("x")).is_invalid_token());
        assert!(TokenError(Fault::Form("x")).is_invalid_token());
        assert!(TokenError(Fault::Claims("x".into())).is_invalid_token());
        assert!(TokenError(Fault::Claim("exp", "x")).is_invalid_token());
    }

    #[test]
    fn texts_name_the_reason() {
        assert_eq!(TokenError(Fault::Claim("exp", "is over")).to_string(), "invalid token: `exp` is over");
    }
}
