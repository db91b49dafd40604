//! JSON answers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{InternalError, IntoResponse, Response, empty, is_bodyless};
use crate::body::Body;
use crate::describe::{ResponseDescription, Responses};
use crate::json::WriteJson;
use crate::schema::SchemaOf;

/// Any serializable value as a JSON answer.
///
/// A `#[model]` needs no wrapper; this is for types that are not yours.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

static JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Most small answers fit without growing; a kilobyte more costs nothing to reserve.
const FIRST_CAPACITY: usize = 512;

pub(crate) fn json_bytes<T: Serialize + ?Sized>(value: &T) -> Result<Bytes, serde_json::Error> {
    let mut bytes = Vec::with_capacity(FIRST_CAPACITY);
    serde_json::to_writer(&mut bytes, value)?;
    Ok(bytes.into())
}

/// The JSON of `value` under `status`; a value that cannot be written is a 500.
pub(crate) fn json_response<T: Serialize + ?Sized>(status: StatusCode, value: &T) -> Response {
    if is_bodyless(status) {
        return empty(status);
    }
    match json_bytes(value) {
        Ok(bytes) => json_body(status, bytes),
        Err(error) => InternalError::new(error).into_response(),
    }
}

/// As [`json_response`], for a value that writes itself.
pub(crate) fn written_response<T: WriteJson + ?Sized>(status: StatusCode, value: &T) -> Response {
    if is_bodyless(status) {
        return empty(status);
    }
    let mut bytes = Vec::with_capacity(FIRST_CAPACITY);
    match value.write_json(&mut bytes) {
        Ok(()) => json_body(status, bytes.into()),
        Err(error) => InternalError::new(error).into_response(),
    }
}

fn json_body(status: StatusCode, bytes: Bytes) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON.clone());
    response
}

pub(crate) fn describe_json<T: JsonSchema>(success: StatusCode, responses: &mut Responses) {
    let response = ResponseDescription::success(success);
    responses.add(if is_bodyless(success) {
        response
    } else {
        response.with_content("application/json", Some(SchemaOf::new::<T>()))
    });
}

macro_rules! json_answers {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> IntoResponse for $type {
            fn into_response(self, success: StatusCode) -> Response {
                written_response(success, &self)
            }

            fn describe(success: StatusCode, responses: &mut Responses) {
                describe_json::<$type>(success, responses);
            }
        }
    )*};
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> IntoResponse for Json<T> {
    fn into_response(self, success: StatusCode) -> Response {
        json_response(success, &self.0)
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        describe_json::<T>(success, responses);
    }
}

json_answers! {
    [T: WriteJson + JsonSchema] Vec<T>;
    [T: WriteJson + JsonSchema] VecDeque<T>;
    [T: WriteJson + JsonSchema] BTreeSet<T>;
    [T: WriteJson + JsonSchema] HashSet<T>;
    [T: WriteJson + JsonSchema] &'static [T];
    [V: WriteJson + JsonSchema] HashMap<String, V>;
    [V: WriteJson + JsonSchema] BTreeMap<String, V>;
    [] Value;
    [] bool;
    [] u8;
    [] u16;
    [] u32;
    [] u64;
    [] usize;
    [] i8;
    [] i16;
    [] i32;
    [] i64;
    [] f32;
    [] f64;
}
