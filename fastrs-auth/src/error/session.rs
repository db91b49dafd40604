//! Errors of sessions.

use std::fmt;

use fastrs::{ApiError, HttpError};

use super::{RandomError, StoreError, TokenError};

/// Why a session was not begun, continued or ended. As the error of a handler it is the answer.
#[derive(Debug, Clone, ApiError)]
#[non_exhaustive]
pub enum SessionError {
    /// The token is not good: a 401, the same for every reason.
    #[status(401)]
    #[header("www-authenticate", "Bearer error=\"invalid_token\"")]
    Invalid(InvalidSession),
    /// The store did not answer. A 503: nothing is known about the token.
    #[status(503)]
    #[header("retry-after", "1")]
    Store(StoreError),
    /// The store did not answer to a refresh. A 503: the token may be used up or not, and to come with it again would end
    /// the session in the first case. A client should log in again.
    #[status(503)]
    Undecided(StoreError),
    /// No token could be issued. A 500.
    #[status(500)]
    Issue(TokenError),
    /// The operating system gave no randomness. A 500.
    #[status(500)]
    Random(RandomError),
}

/// Why a token was not accepted, for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidSession {
    /// The token itself is not good.
    Token(TokenError),
    /// The token belongs to no session.
    NoSession,
    /// The token was issued longer ago than the settings of today let any token live.
    TooOld,
    /// Its session has been ended.
    Revoked,
    /// The refresh token had been used before: its session is ended now, for whoever holds the newer ones too.
    Replayed,
}

impl SessionError {
    /// Whether a refresh token came a second time: a sign of theft.
    pub fn is_replay(&self) -> bool {
        matches!(self, Self::Invalid(InvalidSession::Replayed))
    }
}

impl SessionError {
    /// The answer, for an extractor.
    pub(crate) fn into_answer(self) -> HttpError {
        match self {
            Self::Invalid(_) => {
                HttpError::new(401, self.to_string()).with_header("www-authenticate", INVALID_TOKEN)
            }
            Self::Store(error) => HttpError::new(503, error.to_string()).with_header("retry-after", "1"),
            Self::Undecided(error) => HttpError::new(503, error.to_string()),
            Self::Issue(_) | Self::Random(_) => self.into(),
        }
    }
}

/// RFC 6750, section 3.1.
const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // What a client sees: no reason.
            Self::Invalid(_) => f.write_str("Could not validate credentials"),
            Self::Store(_) | Self::Undecided(_) => f.write_str("Sessions cannot be checked at the moment"),
            Self::Issue(error) => error.fmt(f),
            Self::Random(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(why) => Some(why),
            Self::Store(error) | Self::Undecided(error) => Some(error),
            Self::Issue(error) => Some(error),
            Self::Random(error) => Some(error),
        }
    }
}

impl fmt::Display for InvalidSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::NoSession => f.write_str("the token belongs to no session"),
            Self::TooOld => f.write_str("the token is older than any may be"),
            Self::Revoked => f.write_str("the session has been ended"),
            Self::Replayed => f.write_str("the refresh token had been used before"),
        }
    }
}

impl std::error::Error for InvalidSession {}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<RandomError> for SessionError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}

/// A bad token is an answer of 401, a failure to issue one of 500.
impl From<TokenError> for SessionError {
    fn from(error: TokenError) -> Self {
        if error.is_invalid_token() {
            Self::Invalid(InvalidSession::Token(error))
        } else {
            Self::Issue(error)
        }
    }
}

impl From<InvalidSession> for SessionError {
    fn from(why: InvalidSession) -> Self {
        Self::Invalid(why)
    }
}
