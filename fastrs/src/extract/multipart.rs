//! Multipart bodies: read for `#[form]` and `#[file]`, or handed on part by part.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::sources::{is_media, read_urlencoded, unsupported};
use super::{FromRequest, Rejection};
use crate::describe::{BodyPart, EndpointDescription, Media, ParameterNotes};
use crate::error::HttpError;
use crate::multipart::{MultipartLimits, Part, Parts, Wanted, read_form as read_parts};
use crate::request::RequestContext;
use crate::schema::SchemaOf;
use crate::validate::Rules;

/// Reads a form, urlencoded or multipart, so that form arguments find their fields.
///
/// # Errors
/// 415 for another content type, 413 for too large a body, 400 for one that is broken or has too many parts, 408 for too
/// slow a one.
pub async fn read_form(cx: &mut RequestContext) -> Result<(), Rejection> {
    if is_media(cx, Media::Multipart.name()) {
        return read_multipart(cx, &[]).await;
    }
    if !cx.has_empty_body() && !is_media(cx, Media::Form.name()) {
        return Err(unsupported(&format!("{} or {}", Media::Form.name(), Media::Multipart.name())));
    }
    read_urlencoded(cx).await
}

/// Reads a form with files. A urlencoded one has none, and is told so field by field.
///
/// # Errors
/// As [`read_form`].
pub async fn read_files(cx: &mut RequestContext, wanted: &[Wanted]) -> Result<(), Rejection> {
    if is_media(cx, Media::Multipart.name()) {
        return read_multipart(cx, wanted).await;
    }
    if !cx.has_empty_body() && !is_media(cx, Media::Form.name()) {
        return Err(unsupported(Media::Multipart.name()));
    }
    read_urlencoded(cx).await
}

async fn read_multipart(cx: &mut RequestContext, wanted: &[Wanted]) -> Result<(), Rejection> {
    if cx.has_empty_body() {
        return Ok(());
    }
    let form = read_parts(parts(cx)?, wanted).await?;
    cx.set_form(form);
    Ok(())
}

fn parts(cx: &mut RequestContext) -> Result<Parts, HttpError> {
    let body = cx.take_body();
    let content_type =
        cx.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let limits = cx.state::<MultipartLimits>().as_deref().cloned().unwrap_or_default();
    Parts::new(content_type, body, cx.route.body_limit, limits)
}

/// A multipart body, part by part as it comes: nothing is buffered, and nothing limits a part but the whole body's
/// limit.
///
/// ```
/// use fastrs::Multipart;
/// use fastrs::prelude::*;
/// # use fastrs::testing::{MultipartBody, TestClient};
///
/// #[post("/sizes", body_limit = "1 GB")]
/// async fn sizes(mut multipart: Multipart) -> Result<String, HttpError> {
///     let mut answer = String::new();
///     while let Some(mut part) = multipart.next_part().await? {
///         let mut size = 0;
///         while let Some(chunk) = part.chunk().await? {
///             size += chunk.len();
///         }
///         answer += &format!("{} {size} ", part.name());
///     }
///     Ok(answer)
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Sizes", "1.0.0").routes(routes![sizes]));
/// let body = MultipartBody::new().text("note", "hello").file("file", "a.txt", "content");
/// let answer = client.post("/sizes").multipart(body).await.assert_ok();
/// assert_eq!(answer.text(), "note 5 file 7 ");
/// # }
/// ```
#[derive(Debug)]
pub struct Multipart(Parts);

impl Multipart {
    /// The next part. What is left unread of the one before is skipped.
    ///
    /// # Errors
    /// 413 if the body is larger than its limit, 408 if the client is too slow, 400 if it is no multipart body, ends early
    /// or has too many parts. Hand it on with `?`: it is the answer.
    pub async fn next_part(&mut self) -> Result<Option<Part<'_>>, HttpError> {
        self.0.next().await
    }
}

/// An object of any fields.
struct AnyForm;

impl JsonSchema for AnyForm {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Form".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

impl FromRequest for Multipart {
    fn describe(description: &mut EndpointDescription) {
        description.bodies.push(BodyPart {
            name: "body",
            whole: true,
            media: Media::Multipart,
            required: true,
            schema: SchemaOf::new::<AnyForm>(),
            rules: Rules::NONE,
            default: None,
            notes: ParameterNotes::default(),
        });
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        if !is_media(cx, Media::Multipart.name()) {
            return Err(unsupported(Media::Multipart.name()));
        }
        Ok(Self(parts(cx)?))
    }
}
