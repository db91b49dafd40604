//! Errors of the room `password`.

use std::fmt;

use fastrs::ApiError;

/// Why a password could not be hashed or checked.
///
/// A *wrong* password is not an error, it is [`Verdict::Wrong`](crate::password::Verdict::Wrong).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ApiError)]
#[non_exhaustive]
pub enum PasswordError {
    /// The password is longer than the limit; nothing was hashed. A 422.
    #[status(422)]
    TooLong,
    /// As many hashes as allowed are running and the queue is full; nothing was hashed. A 503.
    #[status(503)]
    #[header("retry-after", "1")]
    Busy,
    /// A [`Cost`](crate::password::Cost) is outside the bounds this crate accepts. A mistake in the settings.
    #[status(500)]
    CostOutOfBounds,
    /// The stored hash is not an Argon2id hash this crate accepts, or asks for more work than the bounds allow;
    /// nothing was hashed. A 500: the store is damaged or was tampered with.
    #[status(500)]
    StoredHash,
    /// The hash did not finish: no memory, no randomness, or the runtime is shutting down. A 500.
    #[status(500)]
    Failed,
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the password is longer than 1024 bytes",
            Self::Busy => "too many passwords are waiting to be hashed",
            Self::CostOutOfBounds => "the Argon2 cost is outside the accepted bounds",
            Self::StoredHash => "the stored hash is not an Argon2id hash within the accepted bounds",
            Self::Failed => "the password hash could not be computed",
        })
    }
}

impl std::error::Error for PasswordError {}
