//! How the application fails: one type for each group of operations, so that the document says what can happen.

use fastrs::prelude::*;
use fastrs_auth::{ApiKeyError, PasswordError, SessionError, TooManyAttempts};

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
    #[error(transparent)]
    #[status(transparent)]
    TooMany(#[from] TooManyAttempts),
    #[error("too many passwords are being hashed")]
    #[status(503)]
    #[header("retry-after", "1")]
    Busy,
    #[error(transparent)]
    #[status(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    #[status(500)]
    Inside(#[from] Inside),
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum RefreshError {
    #[error(transparent)]
    #[status(transparent)]
    Session(#[from] SessionError),
    /// The user is not there any more, or was shut out. The same answer as to any other bad token.
    #[error("Could not validate credentials")]
    #[status(401)]
    #[header("www-authenticate", "Bearer error=\"invalid_token\"")]
    Gone,
    #[error(transparent)]
    #[status(500)]
    Store(#[from] StoreError),
}

/// Why good credentials do not name a user. One answer for all reasons.
#[derive(Debug, thiserror::Error, ApiError)]
pub enum CallerRefused {
    #[error("Could not validate credentials")]
    #[status(401)]
    #[header("www-authenticate", "Bearer error=\"invalid_token\"")]
    Unknown,
    #[error(transparent)]
    #[status(500)]
    Store(#[from] StoreError),
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum KeyError {
    #[error("API key not found")]
    #[status(404)]
    NotFound,
    #[error("You have as many API keys as you may: delete one")]
    #[status(409)]
    TooMany,
    #[error(transparent)]
    #[status(500)]
    Make(#[from] ApiKeyError),
    #[error(transparent)]
    #[status(500)]
    Revoke(#[from] fastrs_auth::StoreError),
    #[error(transparent)]
    #[status(500)]
    Store(#[from] StoreError),
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum AdminError {
    #[error("User not found")]
    #[status(404)]
    NotFound,
    #[error("You cannot change your own role, nor shut yourself out")]
    #[status(409)]
    Oneself,
    #[error(transparent)]
    #[status(transparent)]
    Session(#[from] SessionError),
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
