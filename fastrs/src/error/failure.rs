//! An error as the app's own error handlers see it.

use std::error::Error;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::Value;

use crate::request::RequestContext;
use crate::response::{Failed, Response};
use crate::validate::ValidationErrors;

/// An error on its way to the client: what the answer says, what is behind it, and the request it answers.
///
/// Error handlers ([`App::on_status`](crate::App::on_status) and its siblings) and the `finish` of dependencies get it.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::Failure;
///
/// fn not_found(failure: &Failure) -> Html<String> {
///     Html(format!("<h1>{} is not here</h1>", failure.uri().path().escape_default()))
/// }
///
/// let app = App::new("Shop", "1.0.0").on_status(404, not_found);
/// # app.build().unwrap();
/// ```
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    failed: Failed,
    answer: Option<Bytes>,
    request: RequestHead,
}

/// What is known of a request when its answer is an error.
#[derive(Debug, Default, Clone)]
pub(crate) struct RequestHead {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

impl RequestHead {
    pub(crate) fn of(cx: &RequestContext) -> Self {
        let parts = cx.parts();
        Self {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            body: cx.received(),
        }
    }
}

impl Failure {
    /// The error that `response` was made of, if it was made of one.
    pub(crate) fn of(response: &Response, request: RequestHead) -> Self {
        let failed = response.extensions().get::<Failed>().cloned().unwrap_or_default();
        Self { status: response.status(), failed, answer: response.body().bytes().cloned(), request }
    }

    pub(crate) fn into_request(self) -> RequestHead {
        self.request
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What the answer says: mostly a sentence, for a 422 the list of its faults. Nothing of the inside in a 5xx.
    pub fn detail(&self) -> Value {
        let Some(answer) = &self.answer else { return Value::Null };
        match serde_json::from_slice::<Value>(answer) {
            Ok(Value::Object(mut object)) if object.contains_key("detail") => {
                object.get_mut("detail").map(Value::take).unwrap_or_default()
            }
            Ok(other) => other,
            Err(_) => String::from_utf8_lossy(answer).into_owned().into(),
        }
    }

    /// Everything that was invalid, if that was the error.
    pub fn errors(&self) -> Option<&ValidationErrors> {
        self.failed.invalid.as_deref()
    }

    /// The error behind it, if it was an `E` that became an answer through `?` or `#[derive(ApiError)]`.
    pub fn source<E: Error + 'static>(&self) -> Option<&E> {
        let error: &(dyn Error + 'static) = &*self.failed.source.as_ref()?.0;
        error.downcast_ref()
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    /// The address of the request.
    pub fn uri(&self) -> &Uri {
        &self.request.uri
    }

    /// The headers of the request. Empty if the handler panicked, took too long, or a layer answered.
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The body of the request as it was received, if it is JSON or taken raw, and has been read.
    pub fn body(&self) -> Option<&Bytes> {
        self.request.body.as_ref()
    }
}
