//! The app's own error handlers: one list, whatever they are for.

use std::any::TypeId;
use std::error::Error;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::{ErrorFormat, Failure, describe_validation};
use crate::describe::{ResponseDescription, Responses};
use crate::response::{IntoResponse, Response};
use crate::validate::ValidationErrors;

/// The errors that a handler answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    // The more special ones first: the first that answers wins.
    Type(TypeId),
    Invalid,
    Status(u16),
    Any,
}

type Answer = Box<dyn Fn(&Failure) -> Option<Response> + Send + Sync>;

struct Handler {
    of: Of,
    status: StatusCode,
    answer: Answer,
    describe: fn(StatusCode, &mut Responses),
}

/// Every error handler of an app.
#[derive(Default)]
pub(crate) struct ErrorHandlers(Vec<Handler>);

impl ErrorHandlers {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A second handler of the same errors replaces the first.
    fn add(&mut self, handler: Handler) {
        self.0.retain(|known| known.of != handler.of);
        self.0.push(handler);
        self.0.sort_by_key(|handler| handler.of);
    }

    pub(crate) fn on_error<E: Error + 'static, R: IntoResponse>(
        &mut self,
        status: StatusCode,
        handler: impl Fn(&E, &Failure) -> R + Send + Sync + 'static,
    ) {
        let answer: Answer = Box::new(move |failure| {
            failure.source::<E>().map(|error| handler(error, failure).into_response(status))
        });
        self.add(Handler { of: Of::Type(TypeId::of::<E>()), status, answer, describe: R::describe });
    }

    pub(crate) fn on_invalid<R: IntoResponse>(
        &mut self,
        status: StatusCode,
        handler: impl Fn(&ValidationErrors, &Failure) -> R + Send + Sync + 'static,
    ) {
        let answer: Answer = Box::new(move |failure| {
            failure.errors().map(|errors| handler(errors, failure).into_response(status))
        });
        self.add(Handler { of: Of::Invalid, status, answer, describe: R::describe });
    }

    pub(crate) fn on_status<R: IntoResponse>(
        &mut self,
        status: StatusCode,
        handler: impl Fn(&Failure) -> R + Send + Sync + 'static,
    ) {
        let answer: Answer = Box::new(move |failure| {
            (failure.status() == status).then(|| handler(failure).into_response(status))
        });
        self.add(Handler { of: Of::Status(status.as_u16()), status, answer, describe: R::describe });
    }

    pub(crate) fn format<F: ErrorFormat>(&mut self, format: F) {
        let answer: Answer =
            Box::new(move |failure| Some(format.answer(failure).into_response(failure.status())));
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        self.add(Handler { of: Of::Any, status, answer, describe: F::Answer::describe });
    }

    /// The answer in the app's own words, if it has any for this error. Headers of the first answer stay, because
    /// they say what the status needs: `Allow`, `WWW-Authenticate`, `Retry-After`.
    pub(crate) fn answer(&self, failure: &Failure, first: &HeaderMap) -> Option<Response> {
        let mut answer = self.0.iter().find_map(|handler| (handler.answer)(failure))?;
        for (name, value) in first {
            let of_body = name == CONTENT_TYPE || name == CONTENT_LENGTH;
            if !of_body && !answer.headers().contains_key(name) {
                answer.headers_mut().append(name, value.clone());
            }
        }
        answer.extensions_mut().clear();
        Some(answer)
    }

    /// Adds what is answered to invalid input.
    pub(crate) fn describe_invalid(&self, responses: &mut Responses) {
        match self.0.iter().find(|handler| handler.of == Of::Invalid) {
            Some(handler) => responses.add(described(handler, "Validation Error")),
            None => describe_validation(responses),
        }
    }

    /// Writes into the answers of an operation what the handlers make of them.
    pub(crate) fn describe(&self, responses: &mut Responses) {
        for handler in &self.0 {
            match handler.of {
                // Which of them a handler's `?` can bring is not known, but only where `HttpError` is can they come.
                Of::Type(error) if responses.answers_error(error) => responses.add(named(handler)),
                Of::Status(_) if responses.contains(handler.status) => {
                    responses.replace_error(Some(handler.status), &described(handler, "").content);
                }
                // Else the `default`, which is any status, would tell of another body.
                Of::Status(_) if responses.has_default() => responses.add(named(handler)),
                Of::Any => {
                    let content = described(handler, "").content;
                    let statuses: Vec<_> = responses.iter().map(|response| response.status).collect();
                    statuses.into_iter().for_each(|status| responses.replace_error(status, &content));
                }
                _ => {}
            }
        }
    }
}

impl std::fmt::Debug for ErrorHandlers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|handler| handler.of)).finish()
    }
}

/// What a handler answers, under the phrase of its status.
fn named(handler: &Handler) -> ResponseDescription {
    described(handler, handler.status.canonical_reason().unwrap_or("Error"))
}

/// What a handler answers, as an error of its status.
fn described(handler: &Handler, text: &'static str) -> ResponseDescription {
    let mut own = Responses::default();
    (handler.describe)(handler.status, &mut own);
    let content = own.iter().next().map(|response| response.content.clone()).unwrap_or_default();
    ResponseDescription { content, ..ResponseDescription::new(handler.status, text) }
}
