//! The form of an error's body, for the whole app.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Failure;
use crate::describe::{ResponseDescription, Responses};
use crate::response::{IntoResponse, Response, json_response};
use crate::schema::SchemaOf;

/// The form that every error of an app has, whoever answers it: handlers, extractors, the router, layers.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::{ErrorFormat, Failure};
/// use fastrs::testing::TestClient;
///
/// #[model(output)]
/// struct Problem { code: u16, message: String }
///
/// struct Plain;
///
/// impl ErrorFormat for Plain {
///     type Answer = Problem;
///
///     fn answer(&self, failure: &Failure) -> Problem {
///         Problem { code: failure.status().as_u16(), message: failure.detail().to_string() }
///     }
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").errors(Plain));
/// let missing = client.get("/nowhere").await.assert_status(404).value();
/// assert_eq!(missing["code"], 404);
/// # }
/// ```
pub trait ErrorFormat: Send + Sync + 'static {
    /// What is answered, which the document shows for every error. It is given the status of the error.
    type Answer: IntoResponse;

    /// The answer to an error.
    fn answer(&self, failure: &Failure) -> Self::Answer;
}

/// Errors as RFC 9457 has them: `application/problem+json` with `type`, `title`, `status`, `detail` and `instance`.
///
/// The faults of a 422 stand under `errors`.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::ProblemJson;
/// use fastrs::testing::TestClient;
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").errors(ProblemJson));
/// let missing = client.get("/nowhere").await.assert_status(404);
/// assert_eq!(missing.header("content-type"), Some("application/problem+json"));
/// assert_eq!(missing.value()["title"], "Not Found");
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ProblemJson;

/// A problem of RFC 9457.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    /// What kind of problem it is: `about:blank`, so the status says it.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The phrase of the status.
    title: String,
    /// The status.
    status: u16,
    /// What is wrong, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The path of the request.
    instance: String,
    /// Whatever is more than a sentence: the faults of a 422, or a detail that is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
}

const MEDIA: &str = "application/problem+json";

#[diagnostic::do_not_recommend]
impl IntoResponse for Problem {
    fn into_response(self, success: StatusCode) -> Response {
        let mut response = json_response(success, &self);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        let schema = SchemaOf::new::<Self>();
        responses.add(ResponseDescription::success(success).with_content(MEDIA, Some(schema)));
    }
}

impl ErrorFormat for ProblemJson {
    type Answer = Problem;

    fn answer(&self, failure: &Failure) -> Problem {
        let title = failure.status().canonical_reason().unwrap_or("Error").to_owned();
        let (detail, errors) = match failure.detail() {
            // RFC 9457, section 3.1.4: a detail that only repeats the title says nothing.
            Value::String(text) if text == title => (None, None),
            Value::String(text) => (Some(text), None),
            Value::Null => (None, None),
            other => (failure.errors().map(|_| "The request is invalid".to_owned()), Some(other)),
        };
        Problem {
            kind: "about:blank",
            title,
            status: failure.status().as_u16(),
            detail,
            instance: failure.uri().path().to_owned(),
            errors,
        }
    }
}
