//! Answers: what a handler may return, how it is written, and how it is described.

mod content;
mod detail;
mod either;
mod event;
mod failed;
mod file;
mod internal;
mod item;
mod json;
mod json_lines;
mod raw;
mod redirect;
mod reply;
mod result;
mod sse;
mod status;
mod text;

use http::StatusCode;

use crate::describe::Responses;

pub use content::{Content, MediaType};
pub use detail::{describe_error, response_of};
pub(crate) use detail::{detail_response, error_description, failed_response};
pub use either::Either;
pub use event::{Event, SseItem};
pub(crate) use failed::Failed;
pub use file::{ByName, File};
pub(crate) use file::{none_match, refine};
pub(crate) use internal::{InternalError, internal_error, panicked};
pub use item::TryItem;
pub use json::Json;
pub(crate) use json::{describe_json, json_response, written_response};
pub use json_lines::JsonLines;
pub use raw::NoContent;
pub use redirect::Redirect;
pub(crate) use reply::Declared;
pub use reply::{Cookie, Reply, SameSite};
pub use sse::Sse;
pub use status::Status;
pub use text::Html;

/// A response with fastrs's body.
pub type Response = http::Response<crate::body::Body>;

/// A type that a handler may return.
///
/// *Run* and *describe* are two methods of one trait, so that the document cannot drift from the answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a handler",
    label = "not an answer",
    note = "put `#[model]` on a type of yours; `Json<…>` takes whatever implements `Serialize` and `JsonSchema`",
    note = "an error is `HttpError`, or an enum of yours with `#[derive(ApiError)]`",
    note = "another status is `Reply<…>`, or `status = 201` in the handler's attribute"
)]
pub trait IntoResponse {
    /// Writes the answer. `success` is the status that the operation declares for a success (200 unless its
    /// attribute says otherwise); an answer with a status of its own keeps that.
    fn into_response(self, success: StatusCode) -> Response;

    /// Adds every status this type can answer with, and its body.
    fn describe(success: StatusCode, responses: &mut Responses);
}

/// A response of a status without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(crate::body::Body::empty());
    *response.status_mut() = status;
    response
}

/// Whether a response of this status has no body (RFC 9110, section 6.4.1).
pub(crate) fn is_bodyless(status: StatusCode) -> bool {
    status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED)
}
