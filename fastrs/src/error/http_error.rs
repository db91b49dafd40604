//! The error of any status.

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::describe::{ResponseDescription, Responses};
use crate::response::{InternalError, IntoResponse, Response, detail_response};
use crate::schema::SchemaOf;

/// An error with a status, a detail and headers: FastAPI's `HTTPException`.
///
/// Any [`std::error::Error`] becomes one through `?`: a 500 that says nothing of the error to the client and
/// everything to the log. Its statuses are chosen at run time, so the document names it once, as `default`;
/// an enum with `#[derive(ApiError)]` has each of its statuses in the document.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/items/{item_id}")]
/// async fn read_item(item_id: u64) -> Result<String, HttpError> {
///     if item_id > 100 {
///         return Err(HttpError::new(404, "Item not found").with_header("x-error", "no such item"));
///     }
///     let text = std::fs::read_to_string("/items")?; // an io::Error is a 500
///     Ok(text)
/// }
/// ```
#[derive(Debug)]
pub struct HttpError(Box<Parts>);

/// Boxed, so that a `Result` with an `HttpError` stays small.
#[derive(Debug, Default)]
struct Parts {
    status: StatusCode,
    detail: Option<Value>,
    headers: HeaderMap,
    source: Option<InternalError>,
}

impl HttpError {
    /// An error of a status with a detail: a sentence, or any JSON.
    ///
    /// A status that is none becomes a 500. A 5xx hides its detail from the client; it goes to the log.
    pub fn new(status: u16, detail: impl Serialize) -> Self {
        match serde_json::to_value(detail) {
            Ok(detail) => {
                let mut error = Self::status(status);
                error.0.detail.get_or_insert(detail);
                error
            }
            Err(error) => error.into(),
        }
    }

    /// An error whose detail is the status's own phrase.
    pub fn status(status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => Self(Box::new(Parts { status, ..Parts::default() })),
            Err(error) => error.into(),
        }
    }

    /// Adds a header.
    ///
    /// # Panics
    /// If `name` or `value` cannot be a header's; both are written by the programmer.
    #[must_use]
    #[track_caller]
    pub fn with_header(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        let value = HeaderValue::try_from(value.as_ref()).expect("the value of a header");
        self.0.headers.append(HeaderName::from_static(name), value);
        self
    }

    /// The status.
    pub fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// The headers that were given.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The detail, if one was given.
    pub fn detail(&self) -> Option<&Value> {
        self.0.detail.as_ref()
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for HttpError {
    fn from(error: E) -> Self {
        let source = Some(InternalError::new(error));
        Self(Box::new(Parts { status: StatusCode::INTERNAL_SERVER_ERROR, source, ..Parts::default() }))
    }
}

#[diagnostic::do_not_recommend]
impl IntoResponse for HttpError {
    fn into_response(self, _: StatusCode) -> Response {
        let Parts { status, detail, headers, source } = *self.0;
        if status.is_server_error() {
            let source = source.unwrap_or_else(|| {
                InternalError::new(match detail {
                    Some(Value::String(text)) => text,
                    Some(other) => other.to_string(),
                    None => status.to_string(),
                })
            });
            let mut response = source.into_response_with(status);
            response.headers_mut().extend(headers);
            return response;
        }
        match detail {
            Some(detail) => detail_response(status, &detail, headers),
            None => detail_response(status, &status.canonical_reason().unwrap_or_default(), headers),
        }
    }

    fn describe(_: StatusCode, responses: &mut Responses) {
        let schema = SchemaOf::of_error::<AnyDetail>();
        let any =
            ResponseDescription::new(StatusCode::OK, "Error").with_content("application/json", Some(schema));
        responses.add(ResponseDescription { status: None, ..any });
    }
}

/// The body of an error.
#[derive(JsonSchema)]
#[schemars(rename = "HttpError")]
struct AnyDetail {
    /// What is wrong.
    #[allow(dead_code, reason = "only the schema is used")]
    detail: Value,
}

/// Turns nothing into an error.
pub trait OptionExt<T> {
    /// The value, or a 404 with `detail`.
    ///
    /// # Errors
    /// If there is no value.
    fn or_404(self, detail: impl Serialize) -> Result<T, HttpError>;

    /// The value, or an error of `status` with `detail`.
    ///
    /// # Errors
    /// If there is no value.
    fn or_status(self, status: u16, detail: impl Serialize) -> Result<T, HttpError>;
}

impl<T> OptionExt<T> for Option<T> {
    fn or_404(self, detail: impl Serialize) -> Result<T, HttpError> {
        self.or_status(404, detail)
    }

    fn or_status(self, status: u16, detail: impl Serialize) -> Result<T, HttpError> {
        self.ok_or_else(|| HttpError::new(status, detail))
    }
}
