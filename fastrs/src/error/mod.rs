//! Errors as answers: FastAPI's `{"detail": …}`, nothing of the inside in a 5xx.

mod api_error;
mod http_error;
mod validation;

pub use api_error::{ApiErrorResponse, IntoError, error_response};
pub use http_error::{HttpError, OptionExt};
pub(crate) use validation::{describe_validation, validation_response};
