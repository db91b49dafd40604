//! The 500: says nothing outside, carries everything for the log.

use std::any::Any;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use super::{Failed, Response, detail_response};
use crate::body::BoxError;

/// A fault inside. It rides along in the response's extensions until the app logs it with the request.
#[derive(Debug, Clone)]
pub(crate) struct InternalError(pub(crate) Arc<dyn std::error::Error + Send + Sync>);

impl InternalError {
    pub(crate) fn new(error: impl Into<BoxError>) -> Self {
        Self(Arc::from(error.into()))
    }

    pub(crate) fn into_response(self) -> Response {
        self.into_response_with(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// With another 5xx, whose phrase alone is said.
    pub(crate) fn into_response_with(self, status: StatusCode) -> Response {
        let phrase = status.canonical_reason().unwrap_or("Internal Server Error");
        let mut response = detail_response(status, &phrase, HeaderMap::new());
        response.extensions_mut().insert(Failed { source: Some(self.clone()), ..Failed::default() });
        response.extensions_mut().insert(self);
        response
    }

    /// The error and its causes, on one line.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.0.to_string();
        let mut source = self.0.source();
        while let Some(error) = source {
            let cause = error.to_string();
            // Many errors repeat their cause in their own text.
            if !text.ends_with(&cause) {
                text = format!("{text}: {cause}");
            }
            source = error.source();
        }
        text
    }
}

/// The 500 of a fault that has been logged.
pub(crate) fn internal_error() -> Response {
    let phrase = "Internal Server Error";
    detail_response(StatusCode::INTERNAL_SERVER_ERROR, &phrase, HeaderMap::new())
}

/// The answer where `who` panicked.
#[cold]
pub(crate) fn panicked(who: &str, panic: &(dyn Any + Send)) -> Response {
    crate::log::panic(who, panic);
    internal_error()
}
