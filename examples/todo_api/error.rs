//! How the application fails: one type for each group of operations, so that the document says what can happen.

use fastrs::prelude::*;
use fastrs_auth::{PasswordError, TokenError};

use crate::store::StoreError;

#[derive(Debug, thiserror::Error, ApiError)]
pub enum RegisterError {
    #[error("Username already registered")]
    #[status(400)]
    UsernameTaken,
    #[error("Email already registered")]
    #[status(400)]
    EmailTaken,
    #[error("too many passwords are being hashed")]
    #[status(503)]
    #[header("retry-after", "1")]
    Busy,
    #[error(transparent)]
    #[status(500)]
    Inside(#[from] Inside),
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum LoginError {
    #[error("Incorrect username or password")]
    #[status(401)]
    #[header("www-authenticate", "Bearer")]
    WrongCredentials,
    #[error("too many passwords are being hashed")]
    #[status(503)]
    #[header("retry-after", "1")]
    Busy,
    #[error(transparent)]
    #[status(500)]
    Inside(#[from] Inside),
}

/// Why a token does not name a user. One answer for all reasons: a forger learns nothing.
#[derive(Debug, thiserror::Error, ApiError)]
pub enum TokenRefused {
    #[error("Could not validate credentials")]
    #[status(401)]
    #[header("www-authenticate", "Bearer")]
    Invalid,
    #[error(transparent)]
    #[status(500)]
    Store(#[from] StoreError),
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum TodoError {
    #[error("Todo not found")]
    #[status(404)]
    NotFound,
    #[error(transparent)]
    #[status(500)]
    Store(#[from] StoreError),
}

/// What clients are told nothing about; the log is told everything.
#[derive(Debug, thiserror::Error)]
pub enum Inside {
    #[error(transparent)]
    Store(StoreError),
    #[error(transparent)]
    Password(PasswordError),
    #[error(transparent)]
    Token(TokenError),
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UsernameTaken => Self::UsernameTaken,
            StoreError::EmailTaken => Self::EmailTaken,
            other => Inside::Store(other).into(),
        }
    }
}

impl From<PasswordError> for RegisterError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            other => Inside::Password(other).into(),
        }
    }
}

impl From<StoreError> for LoginError {
    fn from(error: StoreError) -> Self {
        Inside::Store(error).into()
    }
}

impl From<PasswordError> for LoginError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            // No password that long was ever registered.
            PasswordError::TooLong => Self::WrongCredentials,
            other => Inside::Password(other).into(),
        }
    }
}

impl From<TokenError> for LoginError {
    fn from(error: TokenError) -> Self {
        Inside::Token(error).into()
    }
}
