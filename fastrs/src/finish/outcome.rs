//! How a request ended.

use http::StatusCode;

use crate::error::Failure;

/// What came of the request, as a dependency's `finish` learns it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// The answer has a status below 400.
    Success(StatusCode),
    /// The answer is an error: of the handler, of another dependency, of invalid input.
    Failure(&'a Failure),
    /// The handler panicked.
    Panic,
    /// The handler took too long.
    Timeout,
    /// The client left before there was an answer.
    Disconnect,
}

impl<'a> Outcome<'a> {
    /// Whether the client is told of a success, if nothing fails from here on.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Success(_))
    }

    /// The error, if the answer is one.
    pub fn failure(&self) -> Option<&'a Failure> {
        match self {
            Self::Failure(failure) => Some(failure),
            _ => None,
        }
    }

    /// The error of type `E` behind the answer, if there is one: FastAPI's `except E` around `yield`.
    pub fn error<E: std::error::Error + 'static>(&self) -> Option<&'a E> {
        self.failure()?.source()
    }
}
