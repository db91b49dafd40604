//! Errors as answers: FastAPI's `{"detail": …}`, nothing of the inside in a 5xx; and what an app makes of them.

mod api_error;
mod failure;
mod format;
mod handlers;
mod http_error;
mod validation;

pub use api_error::{ApiErrorResponse, IntoError, error_response};
pub use failure::Failure;
pub(crate) use failure::RequestHead;
pub use format::{ErrorFormat, Problem, ProblemJson};
pub(crate) use handlers::ErrorHandlers;
pub use http_error::{HttpError, OptionExt};
pub(crate) use validation::{describe_validation, validation_response};
