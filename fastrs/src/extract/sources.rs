//! The places that texts are taken from.

use std::borrow::Cow;
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use serde_json::Value;

use super::Rejection;
use crate::body::CollectError;
use crate::describe::Place;
use crate::error::HttpError;
use crate::path::percent_decode;
use crate::request::{NotText, Raw, RequestContext, Texts, Urlencoded, cookies, pairs_object};
use crate::validate::{At, ValidationErrors};

/// Markers for where an argument's value comes from. The macro names one for every argument.
#[allow(missing_debug_implementations, reason = "never made")]
pub mod source {
    /// No attribute, and no placeholder of that name: the type decides.
    pub enum Auto {}
    /// A placeholder of the path, or `#[path]`.
    pub enum Path {}
    /// `#[query]`.
    pub enum Query {}
    /// `#[header]`.
    pub enum Header {}
    /// `#[cookie]`.
    pub enum Cookie {}
    /// `#[form]`.
    pub enum Form {}
    /// `#[file]`.
    pub enum File {}
    /// `#[body]`: a field of the JSON body, or the whole of it.
    pub enum JsonField {}
    /// `#[body(raw)]`: the body as it came.
    pub enum RawBody {}
}

/// A place with named texts.
pub trait ParameterSource {
    /// The place of a parameter; `None` for a form, which is a body.
    const PLACE: Option<Place>;

    /// Whether a model can take its fields from here.
    const HAS_GROUPS: bool = true;

    /// The text of `name`, where one is wanted.
    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>>;

    /// Every text of `name`, in order.
    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>>;

    /// What there is for `fields`.
    fn object(cx: &RequestContext, fields: Fields<'_>) -> Texts;

    /// Whether an answer may show the value of `name`, where no field takes it: a client sends more than it was asked for,
    /// and a proxy adds to that.
    fn may_show(name: &str) -> bool {
        let _ = name;
        true
    }

    /// The place as an error's `loc` begins with it.
    fn at() -> At<'static> {
        At::text(Self::PLACE.map_or("body", Place::name))
    }
}

/// What a model wants of a place.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'f> {
    /// The wire names of its fields.
    pub names: &'f [&'static str],
    /// Whether the underscores in a header's name stay underscores.
    pub keep_underscores: bool,
    /// Whether the headers that no field takes are wanted too. The other places give all they have.
    pub rest: bool,
}

impl Fields<'_> {
    /// The name of the header for a field.
    pub(super) fn header<'n>(&self, name: &'n str) -> Cow<'n, str> {
        if self.keep_underscores { name.into() } else { name.replace('_', "-").into() }
    }
}

/// A place whose values a model's fields can be.
pub trait GroupSource: ParameterSource {}
impl GroupSource for source::Query {}
impl GroupSource for source::Header {}
impl GroupSource for source::Cookie {}
impl GroupSource for source::Form {}

impl ParameterSource for source::Path {
    const PLACE: Option<Place> = Some(Place::Path);

    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>> {
        cx.path_value(name).map(|value| percent_decode(value).ok_or_else(NotText::encoding))
    }

    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>> {
        Self::single(cx, name).into_iter().collect()
    }

    fn object(_: &RequestContext, _: Fields<'_>) -> Texts {
        Texts::default()
    }
}

impl ParameterSource for source::Query {
    const PLACE: Option<Place> = Some(Place::Query);

    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>> {
        let (text, pairs) = cx.query()?;
        pairs.values(text, name).next_back().map(decode)
    }

    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>> {
        let Some((text, pairs)) = cx.query() else { return Vec::new() };
        pairs.values(text, name).map(decode).collect()
    }

    fn object(cx: &RequestContext, _: Fields<'_>) -> Texts {
        cx.query().map(|(text, pairs)| pairs_object(text, pairs)).unwrap_or_default()
    }
}

fn decode(text: &str) -> Raw<'_> {
    crate::request::decode(text).ok_or_else(NotText::encoding)
}

/// Without an attribute, a scalar is a query parameter.
impl ParameterSource for source::Auto {
    const PLACE: Option<Place> = Some(Place::Query);

    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>> {
        source::Query::single(cx, name)
    }

    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>> {
        source::Query::all(cx, name)
    }

    fn object(cx: &RequestContext, fields: Fields<'_>) -> Texts {
        source::Query::object(cx, fields)
    }
}

fn utf8(bytes: &[u8]) -> Raw<'_> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| NotText::encoding())
}

fn cow_utf8(bytes: Cow<'_, [u8]>) -> Raw<'_> {
    match bytes {
        Cow::Borrowed(bytes) => utf8(bytes),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| NotText::encoding()),
    }
}

impl ParameterSource for source::Header {
    const PLACE: Option<Place> = Some(Place::Header);

    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>> {
        cx.headers().get(name).map(|value| utf8(value.as_bytes()))
    }

    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>> {
        cx.headers().get_all(name).iter().map(|value| utf8(value.as_bytes())).collect()
    }

    fn object(cx: &RequestContext, fields: Fields<'_>) -> Texts {
        let mut texts = Texts::default();
        for name in fields.names {
            for text in Self::all(cx, &fields.header(name)) {
                texts.add(name, text.ok().map(Value::from));
            }
        }
        if fields.rest {
            other_headers(cx, fields, &mut texts);
        }
        texts
    }

    fn may_show(name: &str) -> bool {
        HARMLESS.contains(&name)
    }
}

/// The headers that any client sends and that are nobody's secret.
const HARMLESS: [&str; 9] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
];

/// Adds the headers that no field takes, as far as they may be shown.
fn other_headers(cx: &RequestContext, fields: Fields<'_>, texts: &mut Texts) {
    let headers = cx.headers().iter().filter(|(name, _)| {
        let name = name.as_str();
        !fields.names.iter().any(|field| *field == name || fields.header(field).eq_ignore_ascii_case(name))
    });
    for (name, value) in headers {
        let is_secret = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name);
        let text = match is_secret {
            true => ValidationErrors::MASK.into(),
            false => String::from_utf8_lossy(value.as_bytes()),
        };
        texts.add(name.as_str(), Some(text.into()));
    }
}

impl ParameterSource for source::Cookie {
    const PLACE: Option<Place> = Some(Place::Cookie);

    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>> {
        Self::all(cx, name).pop()
    }

    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>> {
        let named = cx.cookie_headers().flat_map(cookies).filter(|(known, _)| *known == name.as_bytes());
        named.map(|(_, value)| cow_utf8(value)).collect()
    }

    fn object(cx: &RequestContext, _: Fields<'_>) -> Texts {
        let mut texts = Texts::default();
        for (name, value) in cx.cookie_headers().flat_map(cookies) {
            let value = utf8(name).and_then(|_| cow_utf8(value));
            texts.replace(&String::from_utf8_lossy(name), value.ok().map(Value::from));
        }
        texts
    }

    /// A script must not read in an answer what `HttpOnly` hides from it.
    fn may_show(_: &str) -> bool {
        false
    }
}

impl ParameterSource for source::Form {
    const PLACE: Option<Place> = None;

    /// An empty field of a form counts as not sent, as in FastAPI.
    fn single<'c>(cx: &'c RequestContext, name: &str) -> Option<Raw<'c>> {
        cx.form()?.last(name).filter(|raw| !raw.as_ref().is_ok_and(|text| text.is_empty()))
    }

    fn all<'c>(cx: &'c RequestContext, name: &str) -> Vec<Raw<'c>> {
        cx.form().map(|form| form.all(name)).unwrap_or_default()
    }

    fn object(cx: &RequestContext, _: Fields<'_>) -> Texts {
        cx.form().map(|form| form.object()).unwrap_or_default()
    }
}

/// More fields than these are no form that a person fills in.
pub(super) const MAX_FORM_FIELDS: usize = 1000;

const URLENCODED: &str = "application/x-www-form-urlencoded";

/// Reads a urlencoded form, so that form arguments find their fields.
///
/// # Errors
/// 415 for another content type, 413 for too large a body, 400 for too many fields, 408 for too slow a body.
pub async fn read_urlencoded(cx: &mut RequestContext) -> Result<(), Rejection> {
    if cx.has_empty_body() {
        return Ok(());
    }
    if !is_media(cx, URLENCODED) {
        return Err(unsupported(URLENCODED));
    }
    let bytes = read(cx).await?;
    // What is not UTF-8 cannot be a form: its text is ASCII.
    let Ok(text) = String::from_utf8(bytes.into()) else {
        return Err(HttpError::new(422, [not_utf8()]).into());
    };
    let form = Urlencoded::new(text);
    if form.len() > MAX_FORM_FIELDS {
        return Err(too_many("fields", MAX_FORM_FIELDS).into());
    }
    cx.set_form(form);
    Ok(())
}

/// In the words that FastAPI's clients know.
pub(super) fn too_many(what: &str, max: usize) -> HttpError {
    HttpError::new(400, format!("Too many {what}. Maximum number of {what} is {max}."))
}

fn not_utf8() -> crate::validate::ValidationError {
    let issue = crate::validate::Issue::string_unicode();
    crate::validate::ValidationError {
        kind: issue.kind,
        loc: vec!["body".into()],
        msg: issue.msg,
        input: None,
        ctx: issue.ctx,
    }
}

/// Whether the content type is `media`, whatever its parameters.
pub(super) fn is_media(cx: &RequestContext, media: &str) -> bool {
    content_type(cx).is_some_and(|found| found.eq_ignore_ascii_case(media))
}

/// The content type without its parameters.
pub(super) fn content_type(cx: &RequestContext) -> Option<&str> {
    let header = cx.headers().get(http::header::CONTENT_TYPE)?.to_str().ok()?;
    Some(header.split(';').next().unwrap_or_default().trim())
}

#[cold]
pub(super) fn unsupported(expected: &str) -> Rejection {
    HttpError::new(415, format!("Unsupported Media Type: expected {expected}")).into()
}

/// Reads the body within its limits of size and time.
pub(super) async fn read(cx: &mut RequestContext) -> Result<bytes::Bytes, Rejection> {
    match within(cx).await {
        Some(Ok(bytes)) => Ok(bytes),
        Some(Err(CollectError::TooLarge { limit })) => {
            let detail = format!("Content Too Large: the limit is {limit} bytes");
            Err(HttpError::new(413, detail).into())
        }
        Some(Err(CollectError::Read(_))) => {
            Err(HttpError::new(400, "There was an error parsing the body").into())
        }
        // The rest of the body would be taken for the next request: the connection cannot be kept.
        None => Err(HttpError::status(408).with_header("connection", "close").into()),
    }
}

/// Reads a body in its time: ten seconds and one more for every 32 KiB, at most two minutes.
///
/// Most bodies have arrived with their head, so the clock starts only when there is something to wait for.
async fn within(cx: &mut RequestContext) -> Option<Result<bytes::Bytes, CollectError>> {
    let limit = cx.route.body_limit;
    let mut read = pin!(cx.take_body().collect(limit));
    if let Poll::Ready(done) = poll_fn(|task| Poll::Ready(read.as_mut().poll(task))).await {
        return Some(done);
    }
    // A body that does not say how long it is may be as long as it may be.
    let length = content_length(cx).unwrap_or(limit as u64);
    let deadline = Duration::from_secs((10 + length / (32 * 1024)).min(120));
    tokio::time::timeout(deadline, read).await.ok()
}

fn content_length(cx: &RequestContext) -> Option<u64> {
    cx.headers().get(http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
