//! `{"detail": …}`: the body of every error.

use std::borrow::Cow;

use http::{HeaderMap, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Failed, IntoResponse, Response, json_response};
use crate::describe::{ResponseDescription, Responses};
use crate::schema::SchemaOf;

/// `{"detail": …}` with headers: the body of every error.
pub(crate) fn detail_response(status: StatusCode, detail: &impl Serialize, headers: HeaderMap) -> Response {
    let mut response = failed_response(status, detail, Failed::default());
    response.headers_mut().extend(headers);
    response
}

/// `{"detail": …}` of an error that says what became of it.
pub(crate) fn failed_response(status: StatusCode, detail: &impl Serialize, failed: Failed) -> Response {
    #[derive(Serialize)]
    struct Detail<'a, T> {
        detail: &'a T,
    }
    let mut response = json_response(status, &Detail { detail });
    response.extensions_mut().insert(failed);
    response
}

/// A declared answer whose body is that of `T`.
pub fn response_of<T: IntoResponse>(status: StatusCode, text: &'static str) -> ResponseDescription {
    let mut own = Responses::default();
    T::describe(status, &mut own);
    let content = own.iter().next().map(|response| response.content.clone()).unwrap_or_default();
    ResponseDescription { content, ..ResponseDescription::new(status, text) }
}

/// Adds an error's status to the answers.
pub fn describe_error(status: StatusCode, description: &'static str, responses: &mut Responses) {
    responses.add(error_description(status, description));
}

/// An error's status whose body is a sentence.
pub(crate) fn error_description(
    status: StatusCode,
    description: impl Into<Cow<'static, str>>,
) -> ResponseDescription {
    let schema = SchemaOf::of_error::<TextDetail>();
    ResponseDescription::new(status, description).with_content("application/json", Some(schema))
}

/// The body of an error that is described by a sentence.
#[derive(JsonSchema)]
#[schemars(rename = "ErrorDetail")]
struct TextDetail {
    /// What is wrong.
    #[allow(dead_code, reason = "only the schema is used")]
    detail: String,
}
