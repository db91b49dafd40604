//! What a log-in gives.

use std::fmt;

use fastrs::Json;
use fastrs::describe::Responses;
use fastrs::http::StatusCode;
use fastrs::http::header::{CACHE_CONTROL, HeaderValue};
use fastrs::response::{IntoResponse, Response};
use fastrs::schemars::{self, JsonSchema};
use serde::Serialize;

/// The answer to a log-in or a refresh (RFC 6749, section 5.1), which no cache may keep.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(crate = "schemars")]
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

impl IntoResponse for TokenPair {
    fn into_response(self, status: StatusCode) -> Response {
        let mut response = Json(self).into_response(status);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    fn describe(status: StatusCode, responses: &mut Responses) {
        Json::<Self>::describe(status, responses);
    }
}

/// No token.
impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}
