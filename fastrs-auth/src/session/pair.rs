//! What a log-in gives.

use std::fmt;

use fastrs::prelude::*;

/// The answer to a log-in or a refresh (RFC 6749, section 5.1).
#[model(output)]
#[derive(Clone)]
pub struct TokenPair {
    /// Send it along as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: &'static str,
    /// For how many seconds the access token is good.
    pub expires_in: u64,
    /// Exchange it, once, for the next pair.
    pub refresh_token: String,
    /// For how many seconds the refresh token is good.
    pub refresh_expires_in: u64,
}

/// No token.
impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}
