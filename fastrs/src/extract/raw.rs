//! The request as it came: its body, its head, its sender.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use schemars::JsonSchema;

use super::source::RawBody;
use super::sources::read;
use super::{
    Argument, ArgumentKind, ArgumentSpec, FromRequest, OptionalFromRequest, Rejection, RequestDraft, via,
};
use crate::body::Body;
use crate::describe::{BodyPart, EndpointDescription, Media, ParameterNotes};
use crate::error::HttpError;
use crate::request::{ClientAddr, JsonBody, Request, RequestContext};
use crate::schema::SchemaOf;
use crate::validate::{At, Issue, Rules, ValidationErrors};

/// Reads the body as it comes, so that `#[body(raw)]` arguments find it.
///
/// # Errors
/// 413 for too large a body, 408 for too slow a one.
pub async fn read_raw(cx: &mut RequestContext) -> Result<(), Rejection> {
    let bytes = read(cx).await?;
    cx.json = JsonBody::Whole(bytes);
    Ok(())
}

/// What `#[body(raw)]` can be: bytes, or text in UTF-8.
pub trait RawText: Sized {
    /// How the document names it.
    const MEDIA: Media;

    /// The value of the bytes, or what is wrong with them.
    #[allow(clippy::missing_errors_doc, reason = "said above")]
    fn from_raw(bytes: &Bytes) -> Result<Self, Issue>;

    /// The bytes of the value.
    fn into_raw(self) -> Bytes;
}

impl RawText for Bytes {
    const MEDIA: Media = Media::Bytes;

    fn from_raw(bytes: &Bytes) -> Result<Self, Issue> {
        Ok(bytes.clone())
    }

    fn into_raw(self) -> Bytes {
        self
    }
}

impl RawText for Vec<u8> {
    const MEDIA: Media = Media::Bytes;

    fn from_raw(bytes: &Bytes) -> Result<Self, Issue> {
        Ok(bytes.to_vec())
    }

    fn into_raw(self) -> Bytes {
        self.into()
    }
}

impl RawText for String {
    const MEDIA: Media = Media::Text;

    fn from_raw(bytes: &Bytes) -> Result<Self, Issue> {
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Issue::string_unicode())
    }

    fn into_raw(self) -> Bytes {
        self.into()
    }
}

#[derive(JsonSchema)]
#[schemars(inline)]
struct Text(#[allow(dead_code, reason = "only the schema is used")] String);

#[diagnostic::do_not_recommend]
impl<T: RawText> Argument<RawBody, via::Raw> for T {
    const KIND: ArgumentKind = ArgumentKind::Raw;

    fn describe(spec: &ArgumentSpec<Self>, description: &mut EndpointDescription) {
        description.bodies.push(raw_part(spec.field.name, T::MEDIA, spec.notes));
    }

    fn take(cx: &RequestContext, _: &ArgumentSpec<Self>, errors: &mut ValidationErrors) -> Option<Self> {
        let JsonBody::Whole(bytes) = &cx.json else { return None };
        T::from_raw(bytes)
            .map_err(|issue| errors.push(&At::json("body"), issue, &serde_json::Value::Null))
            .ok()
    }

    fn write(self, _: &ArgumentSpec<Self>, draft: &mut RequestDraft) {
        draft.raw = Some((T::MEDIA.name(), self.into_raw()));
    }
}

fn raw_part(name: &'static str, media: Media, notes: ParameterNotes) -> BodyPart {
    BodyPart {
        name,
        whole: true,
        media,
        required: false,
        schema: SchemaOf::new::<Text>(),
        rules: Rules::NONE,
        default: None,
        notes,
    }
}

/// The whole body as bytes, of any content type, up to the route's limit.
impl FromRequest for Bytes {
    fn describe(description: &mut EndpointDescription) {
        description.bodies.push(raw_part("body", Media::Bytes, ParameterNotes::default()));
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        read(cx).await
    }
}

/// The whole request: its head, copied, and its body, unread (empty, if another argument takes it). The document does
/// not see what is taken from it.
impl FromRequest for Request {
    fn describe(description: &mut EndpointDescription) {
        description.nothing_to_document();
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let body = cx.body_of_request();
        Ok(http::Request::from_parts(cx.parts.clone(), body))
    }
}

/// The body, unread and without a limit of size or time.
impl FromRequest for Body {
    fn describe(description: &mut EndpointDescription) {
        description.bodies.push(raw_part("body", Media::Bytes, ParameterNotes::default()));
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Ok(cx.take_body())
    }
}

macro_rules! heads {
    ($($type:ty => $get:expr;)*) => {$(
        impl FromRequest for $type {
            fn describe(description: &mut EndpointDescription) {
                description.nothing_to_document();
            }

            async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
                let get: fn(&RequestContext) -> Result<Self, Rejection> = $get;
                get(cx)
            }
        }
    )*};
}

heads! {
    HeaderMap => |cx| Ok(cx.headers().clone());
    Method => |cx| Ok(cx.parts().method.clone());
    Uri => |cx| Ok(cx.parts().uri.clone());
    ClientAddr => |cx| {
        cx.client_addr().ok_or_else(|| HttpError::new(500, "no ClientAddr: the app is not run by a server that knows it").into())
    };
}

/// The address, where there is a connection: a request in a test has none unless it is given one.
impl OptionalFromRequest for ClientAddr {
    fn describe_optional(description: &mut EndpointDescription) {
        description.nothing_to_document();
    }

    async fn optional_from_request(cx: &mut RequestContext) -> Result<Option<Self>, Rejection> {
        Ok(cx.client_addr())
    }
}
