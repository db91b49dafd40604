//! What generated code may name. Nothing here is for people; it changes without notice.

pub use crate::app::WiringFaults;
pub use crate::depend::{
    Chain, Deepest, Dependency, Depth, FinishLater, Link, Links, NoDependency, Probe, assert_no_cycle,
    finish_after,
};
pub use crate::describe::CacheInfo;
pub use crate::describe::{
    EndpointDescription, NamedExample, OperationInfo, ParameterNotes, ResponseDescription, Responses,
};
pub use crate::endpoint::{BoxFuture, Endpoint, Route};
pub use crate::error::{ApiErrorResponse, IntoError, error_response};
#[cfg(feature = "multipart")]
pub use crate::extract::read_files;
pub use crate::extract::{
    Argument, ArgumentKind, ArgumentSpec, DefaultValue, FromRequest, IntoArgument, RawText, Rejection,
    RequestDraft, read_form, read_json, read_raw, source,
};
pub use crate::json::{EmitDirect, EmitSerde, Field as JsonField, WriteJson, is_none};
pub use crate::limit::{Rate, RateLimit};
pub use crate::middleware::{BoxLayer, IntoLayer, Middleware, Next};
#[cfg(feature = "multipart")]
pub use crate::multipart::Wanted;
pub use crate::request::RequestContext;
pub use crate::response::{IntoResponse, Response, describe_error, response_of as describe_response};
pub use crate::schema::{FieldNotes, SchemaOf, annotate_field};
pub use crate::testing::{TypedRequest, url_of};
pub use crate::types::Patch;
pub use crate::validate::{
    At, Bound, Bounded, Countable, DecimalDigits, Field, FieldSpec, FieldVisitor, Issue, Model, ObjectsOnly,
    Pattern, Rules, Spelling, Tagging, Textual, Union, Unique, ValidationErrors, Variant,
    explain_integer_enum, explain_literal, explain_model, explain_newtype, explain_union, explain_unit_enum,
    flatten_model, integer_of, kind, redact_model, redact_union, respell_model, respell_union,
};
pub use http::{Method, StatusCode};
pub use {schemars, serde, serde_json, tokio};

use std::future::Future;

use crate::finish::After;

/// Answers a request whose arguments could not all be taken.
#[cold]
pub fn refuse(cx: &RequestContext, errors: &mut ValidationErrors) -> Response {
    let mut errors = std::mem::take(errors);
    errors.sort_by_place();
    finish(cx, crate::error::validation_response(errors))
}

/// What the dependencies of the route's routers found wrong: the faults of the handler's arguments come after.
#[inline]
pub fn earlier_faults(cx: &mut RequestContext) -> ValidationErrors {
    cx.faults.take().map_or_else(ValidationErrors::new, |faults| *faults)
}

/// Keeps what an extractor gave; joins its faults to the others, or gives the answer that goes out at once.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
pub fn resolved<T>(
    cx: &RequestContext,
    taken: Result<Option<T>, Rejection>,
    errors: &mut ValidationErrors,
) -> Result<Option<T>, Response> {
    match taken {
        Ok(value) => Ok(value),
        Err(Rejection::Invalid(mut own)) => {
            own.sort_by_place();
            errors.append(&mut own);
            Ok(None)
        }
        Err(Rejection::Answer(response)) => Err(finish(cx, *response)),
    }
}

/// A tag: the text that a value is in JSON, so that `#[model]` enums name tags.
pub use crate::describe::tag;

/// Describes a request that the app may send in the course of another operation.
pub fn callback<E: Endpoint>() -> EndpointDescription {
    let mut description = EndpointDescription::new(E::operation());
    E::describe(&mut description);
    description
}

/// What a function without a body answers, which no app serves.
pub fn unserved() -> BoxFuture<'static, Response> {
    Box::pin(std::future::ready(crate::error::HttpError::status(500).into_response(StatusCode::OK)))
}

/// Keeps the body for the argument that takes it, whatever extractor stands before it.
#[inline]
pub fn claim_body(cx: &mut RequestContext, claimed: bool) {
    if claimed {
        cx.claim_body();
    }
}

/// The request again, when a middleware has taken its arguments.
pub fn into_request(cx: RequestContext) -> crate::request::Request {
    cx.into_request()
}

/// Whether something is to be asked between the arguments and the handler.
#[inline]
pub fn is_gated(cx: &RequestContext) -> bool {
    cx.route.is_gated
}

/// Asks the limits that wait until it is known who calls.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
#[cold]
pub fn admit(cx: &mut RequestContext) -> BoxFuture<'_, Result<(), Response>> {
    Box::pin(async move {
        let Some(limits) = cx.route.keeps.get::<std::sync::Arc<crate::limit::RouteLimits>>().cloned() else {
            return Ok(());
        };
        let admitted = limits.admit_late(cx).await;
        admitted.map_err(|refusal| finish(cx, refusal))
    })
}

/// The answer, where the app's cache has it at hand.
pub fn kept(cx: &RequestContext) -> Option<Response> {
    crate::app::kept(cx)
}

/// Answers from the app's cache, or by the handler.
pub fn cached<F>(cx: &mut RequestContext, answer: F) -> impl Future<Output = Response> + Send
where
    F: Future<Output = Response> + Send,
{
    crate::app::cached(cx, answer)
}

/// Writes the answer.
#[inline]
pub fn respond<T: IntoResponse>(cx: &RequestContext, value: T, success: StatusCode) -> Response {
    finish(cx, value.into_response(success))
}

/// Gives an answer what every answer has.
#[inline]
pub fn finish(cx: &RequestContext, response: Response) -> Response {
    crate::app::finish(cx, response)
}

/// Turns a refused extraction of a body into its answer.
#[allow(clippy::result_large_err, reason = "the error is the answer")]
pub fn read<T>(cx: &RequestContext, read: Result<T, Rejection>) -> Result<T, Response> {
    read.map_err(|rejection| finish(cx, rejection.into_response()))
}

/// Describes the output of an async function without naming its type.
pub fn describe_output<F>(_: impl FnOnce() -> F, success: StatusCode, responses: &mut Responses)
where
    F: Future,
    F::Output: IntoResponse,
{
    <F::Output as IntoResponse>::describe(success, responses);
}

/// What the request has left to do waits until this is dropped.
pub type Working = Option<tokio::sync::OwnedRwLockReadGuard<()>>;

/// Says that work on a thread is begun for the request.
pub fn working(cx: &RequestContext) -> Working {
    After::of(cx).and_then(|after| after.working())
}

/// Runs blocking work where it holds up nobody. What the request has left to do waits for it.
pub fn blocking<T, W>(working: Working, work: W) -> impl Future<Output = T> + use<T, W>
where
    T: Send + 'static,
    W: FnOnce() -> T + Send + 'static,
{
    let done = tokio::task::spawn_blocking(move || {
        let value = work();
        drop(working);
        value
    });
    async {
        match done.await {
            Ok(value) => value,
            // A panic goes on as one, so that it is answered and logged as any other.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// What a dependency's function may return: the value, or a `Result` with an error that is an answer.
pub trait DependencyOutput<T> {
    /// The value, or the answer.
    #[allow(clippy::missing_errors_doc, reason = "said above")]
    fn into_dependency(self) -> Result<T, Rejection>;

    /// Adds the answers that it may give.
    fn describe(responses: &mut Responses);
}

impl<T, E: IntoResponse> DependencyOutput<T> for Result<T, E> {
    fn into_dependency(self) -> Result<T, Rejection> {
        self.map_err(Rejection::answer)
    }

    fn describe(responses: &mut Responses) {
        E::describe(StatusCode::OK, responses);
    }
}

/// Runs an async `main` or test on tokio's multi-threaded runtime.
///
/// # Panics
/// If the runtime cannot be started.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the tokio runtime starts")
        .block_on(future)
}

/// A default that is written as a text.
#[diagnostic::on_unimplemented(
    message = "a text cannot be the default of a `{Self}`",
    label = "expected `{Self}`",
    note = "write the value: `default = 10`, `default = Kind::Laptop`"
)]
pub trait FromLiteral: Sized {
    /// The value.
    fn from_literal(text: &'static str) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<&'static str>> FromLiteral for T {
    fn from_literal(text: &'static str) -> Self {
        text.into()
    }
}

/// A default that is written as a list.
#[diagnostic::on_unimplemented(
    message = "a list cannot be the default of a `{Self}`",
    label = "not a list or a set"
)]
pub trait FromList {
    /// What it is a list of.
    type Item;

    /// The list.
    fn from_list(items: Vec<Self::Item>) -> Self;
}

macro_rules! from_list {
    ($([$($bounds:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: $($bounds)*> FromList for $type {
            type Item = T;

            fn from_list(items: Vec<T>) -> Self {
                items.into_iter().collect()
            }
        }
    )*};
}

from_list! {
    [Sized] Vec<T>;
    [Sized] Box<[T]>;
    [Sized] std::collections::VecDeque<T>;
    [Eq + std::hash::Hash] std::collections::HashSet<T>;
    [Ord] std::collections::BTreeSet<T>;
}

#[diagnostic::do_not_recommend]
impl<C: FromList> FromList for Option<C> {
    type Item = C::Item;

    fn from_list(items: Vec<C::Item>) -> Self {
        Some(C::from_list(items))
    }
}

/// A validator's outcome as an issue.
#[diagnostic::on_unimplemented(
    message = "a validator returns `Result<(), E>`, not `{Self}`",
    label = "returns `{Self}`",
    note = "write `fn name(value: &T) -> Result<(), E>`, where `E` is a text or an error"
)]
pub trait Outcome {
    /// The issue, if the validator refused.
    #[allow(clippy::missing_errors_doc, reason = "said above")]
    fn into_issue(self) -> Result<(), Issue>;
}

#[diagnostic::do_not_recommend]
impl<E: std::fmt::Display> Outcome for Result<(), E> {
    fn into_issue(self) -> Result<(), Issue> {
        self.map_err(Issue::value_error)
    }
}

/// A validator may say itself of what kind the fault is.
#[diagnostic::do_not_recommend]
impl Outcome for Result<(), Issue> {
    fn into_issue(self) -> Result<(), Issue> {
        self
    }
}

/// Reads an enum of integers: the number that serde finds, if it is one of the enum's.
///
/// # Errors
/// If it is no number, or none of the enum's.
pub fn deserialize_integer<'de, D, T>(deserializer: D, of: fn(i64) -> Option<T>) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let number = <i64 as serde::Deserialize>::deserialize(deserializer)?;
    of(number).ok_or_else(|| serde::de::Error::custom("not one of the known numbers"))
}

/// The value of the first of several types that takes a text.
pub fn scalar_of<T: Field, U>(text: &str, spec: &FieldSpec<T>, wrap: fn(T) -> U) -> Option<U> {
    T::from_text(text).filter(|value| spec.accepts(value)).map(wrap)
}

/// JSON of an example or a default, for the document.
pub fn json<T: serde::Serialize>(value: T) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A model's answer.
pub fn model_response<T: WriteJson>(success: StatusCode, value: &T) -> Response {
    crate::response::written_response(success, value)
}

/// Writes the comma before a key, unless the object is still empty.
#[inline]
pub fn separate(out: &mut Vec<u8>) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
}

/// Describes a model's answer.
pub fn describe_model<T: schemars::JsonSchema>(success: StatusCode, responses: &mut Responses) {
    crate::response::describe_json::<T>(success, responses);
}

impl<T> DependencyOutput<T> for T {
    fn into_dependency(self) -> Result<T, Rejection> {
        Ok(self)
    }

    fn describe(_: &mut Responses) {}
}
