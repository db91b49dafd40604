//! Argument types that take themselves from the request.

use std::future::Future;

use super::source::Auto;
use super::{Argument, ArgumentKind, ArgumentSpec, RequestDraft, via};
use crate::describe::EndpointDescription;
use crate::error::{HttpError, validation_response};
use crate::request::RequestContext;
use crate::response::{IntoResponse, Response};
use crate::validate::ValidationErrors;

/// Why a value could not be extracted.
#[derive(Debug)]
pub enum Rejection {
    /// The input is invalid: these faults join those of the other arguments in one 422.
    Invalid(ValidationErrors),
    /// This answer goes out at once.
    Answer(Box<Response>),
}

impl Rejection {
    /// Answers at once.
    pub fn answer(answer: impl IntoResponse) -> Self {
        Self::Answer(Box::new(answer.into_response(http::StatusCode::OK)))
    }

    /// The answer of this rejection alone.
    pub(crate) fn into_response(self) -> Response {
        match self {
            Self::Invalid(errors) => validation_response(errors),
            Self::Answer(response) => *response,
        }
    }
}

impl From<HttpError> for Rejection {
    fn from(error: HttpError) -> Self {
        Self::answer(error)
    }
}

/// An extractor: a type that takes its value from the request and says in the document what it takes.
///
/// What `describe` writes stands in the document of every operation that takes the type: parameters, a body, security
/// schemes, answers of its own. An app with an extractor that says nothing does not start; one that takes only what no
/// document can name says that, by [`EndpointDescription::nothing_to_document`].
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::extract::{FromRequest, Rejection};
/// use fastrs::describe::{EndpointDescription, Parameter, Place, ResponseDescription};
/// use fastrs::RequestContext;
///
/// struct UserAgent(String);
///
/// impl FromRequest for UserAgent {
///     fn describe(description: &mut EndpointDescription) {
///         description.parameters.push(Parameter::new::<String>(Place::Header, "user-agent"));
///         description.responses.add(ResponseDescription::new(StatusCode::BAD_REQUEST, "No user agent"));
///     }
///
///     async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
///         let header = cx.headers().get("user-agent").and_then(|value| value.to_str().ok());
///         let agent = header.or_status(400, "Tell me who you are")?;
///         Ok(Self(agent.to_owned()))
///     }
/// }
///
/// #[get("/")]
/// async fn hello(agent: UserAgent) -> String { format!("Hello, {}!", agent.0) }
///
/// let app = App::new("Hello", "1.0.0").routes(routes![hello]).build().unwrap();
/// assert_eq!(app.openapi()["paths"]["/"]["get"]["parameters"][0]["name"], "user-agent");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no extractor",
    label = "does not implement `FromRequest`",
    note = "`Depends<T>` and `depends = [T]` need a `#[dependency]` function that returns `T`"
)]
pub trait FromRequest: Sized + Send {
    /// Writes what it takes, and how it can fail, into the description.
    fn describe(description: &mut EndpointDescription);

    /// Takes the value.
    ///
    /// # Errors
    /// A [`Rejection`]: faults of the input, or an answer.
    fn from_request(cx: &mut RequestContext) -> impl Future<Output = Result<Self, Rejection>> + Send;
}

/// An extractor that can tell *not there* from *wrong*: `Option` of it is an extractor too.
pub trait OptionalFromRequest: Sized + Send {
    /// Writes what it takes into the description.
    fn describe_optional(description: &mut EndpointDescription);

    /// Takes the value if it is there.
    ///
    /// # Errors
    /// A [`Rejection`] if it is there and wrong.
    fn optional_from_request(
        cx: &mut RequestContext,
    ) -> impl Future<Output = Result<Option<Self>, Rejection>> + Send;
}

impl<T: OptionalFromRequest> FromRequest for Option<T> {
    fn describe(description: &mut EndpointDescription) {
        T::describe_optional(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        T::optional_from_request(cx).await
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromRequest> Argument<Auto, via::Extractor> for T {
    const KIND: ArgumentKind = ArgumentKind::Extractor;

    fn describe(_: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
        description.extractor(std::any::type_name::<T>(), T::describe);
    }

    async fn resolve(cx: &mut RequestContext) -> Result<Option<Self>, Rejection> {
        T::from_request(cx).await.map(Some)
    }

    fn take(_: &RequestContext, _: &ArgumentSpec<Self>, _: &mut ValidationErrors) -> Option<Self> {
        None
    }

    fn write(self, _: &ArgumentSpec<Self>, _: &mut RequestDraft) {}
}
