//! Requests of the test client.

use std::any::TypeId;
use std::future::{Future, IntoFuture};
use std::net::{IpAddr, SocketAddr};
use std::panic::Location;
use std::pin::Pin;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::{MultipartBody, TestClient, TestResponse};
use crate::body::{Body, BoxError};
use crate::endpoint::Endpoint;
use crate::extract::{DraftFile, RequestDraft};
use crate::path::Template;
use crate::request::ClientAddr;

/// A request to one endpoint, its arguments typed as the handler's. Made by `handler::request(…)`.
pub struct TypedRequest {
    pub(super) endpoint: TypeId,
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) draft: RequestDraft,
}

impl TypedRequest {
    /// A request to `E` with the arguments of `draft`.
    pub fn new<E: Endpoint>(draft: RequestDraft) -> Self {
        let operation = E::operation();
        Self { endpoint: TypeId::of::<E>(), name: operation.name, method: operation.method.clone(), draft }
    }
}

/// The path of an endpoint as its attribute has it, its placeholders filled.
pub fn url_of<E: Endpoint>(draft: &RequestDraft) -> String {
    match Template::parse(E::operation().path) {
        Ok(template) => template.fill(&draft.path),
        // The macro has checked the template with the same grammar.
        Err(_) => E::operation().path.to_owned(),
    }
}

/// A request in the making; `.await` sends it.
#[must_use = "a request is sent by `.await`"]
pub struct TestRequest<'c> {
    client: &'c TestClient,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
    body: Bytes,
    sender: Option<ClientAddr>,
    checked: bool,
    /// Where the test makes it: a panic of an awaited future tells no line of the test.
    made_at: &'static Location<'static>,
}

/// Everything but what RFC 3986 calls unreserved.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl<'c> TestRequest<'c> {
    #[track_caller]
    pub(super) fn new(client: &'c TestClient, method: Method, path: &str) -> Self {
        Self {
            client,
            method,
            path: path.to_owned(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: Bytes::new(),
            sender: None,
            checked: true,
            made_at: Location::caller(),
        }
    }

    #[track_caller]
    pub(super) fn typed(client: &'c TestClient, request: TypedRequest, path: String) -> Self {
        let draft = request.draft;
        let mut made = Self::new(client, request.method, &path);
        let owned = |pairs: Vec<(&'static str, String)>| {
            pairs.into_iter().map(|(name, value)| (name.to_owned(), value))
        };
        made.query.extend(owned(draft.query));
        made.cookies.extend(owned(draft.cookies));
        for (name, value) in draft.headers {
            made = made.header(name, value);
        }
        for (name, value) in draft.header_fields {
            made = made.header(name, value);
        }
        if let Some(json) = draft.json {
            made = made.json(&json);
        } else if !draft.json_fields.is_empty() {
            made = made.json(&Value::Object(draft.json_fields));
        } else if !draft.files.is_empty() {
            made = made.multipart(multipart(draft.form, draft.files));
        } else if !draft.form.is_empty() {
            made = made.form(draft.form);
        } else if let Some((media, bytes)) = draft.raw {
            made = made.body(media, bytes);
        }
        made
    }

    /// Adds a pair to the query string.
    pub fn query(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    /// If `name` or `value` cannot be a header's.
    #[track_caller]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let name = HeaderName::try_from(name.as_ref()).expect("the name of a header");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("the value of a header");
        self.headers.append(name, value);
        self
    }

    /// Adds a cookie, for this request alone, in place of one of that name that an answer has set.
    pub fn cookie(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.cookies.push((name.into(), value.into()));
        self
    }

    /// Sets `Authorization: Bearer …`.
    #[track_caller]
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        let value = HeaderValue::try_from(format!("Bearer {}", token.as_ref())).expect("a token is ASCII");
        self.headers.insert(AUTHORIZATION, value);
        self
    }

    /// Sets the body to JSON.
    ///
    /// # Panics
    /// If `value` cannot be written as JSON.
    #[track_caller]
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        let bytes = serde_json::to_vec(value).expect("a value that can be written as JSON");
        self.body("application/json", bytes)
    }

    /// Sets the body to a urlencoded form.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let text = urlencoded(fields);
        self.body("application/x-www-form-urlencoded", text)
    }

    /// Sets the body to a multipart form.
    pub fn multipart(self, form: MultipartBody) -> Self {
        self.body(MultipartBody::CONTENT_TYPE, form.into_bytes())
    }

    /// Sets the body and its content type.
    pub fn body(mut self, media: &'static str, body: impl Into<Bytes>) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        self.body = body.into();
        self
    }

    /// Sets the body, and says nothing of its content type.
    pub fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it from this address, rather than from `127.0.0.1`.
    pub fn sent_from(mut self, address: impl Into<IpAddr>) -> Self {
        self.sender = Some(ClientAddr(SocketAddr::new(address.into(), 50000)));
        self
    }

    /// Lets the answer differ from the document, for this request alone: a layer's that the document cannot know, or one
    /// that a test provokes.
    pub fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }

    async fn send(self) -> TestResponse {
        let (client, made_at) = (self.client, self.checked.then_some(self.made_at));
        let (request, sender) = self.into_request();
        client.send(request, sender, made_at).await
    }

    /// Sends it, and reads no more than the beginning of the answer. The answer is not held against the document.
    pub(super) async fn glance(self) -> Result<TestResponse, BoxError> {
        let client = self.client;
        let (request, sender) = self.into_request();
        client.glance(request, sender).await
    }

    fn into_request(self) -> (crate::request::Request, Option<ClientAddr>) {
        let mut target = self.path;
        if !self.query.is_empty() {
            target.push(if target.contains('?') { '&' } else { '?' });
            target += &urlencoded(self.query);
        }
        let mut request = http::Request::new(Body::from(self.body));
        *request.method_mut() = self.method;
        *request.uri_mut() = target.parse().expect("a path that can be sent");
        *request.headers_mut() = self.headers;
        let set = self.client.cookies_beside(&self.cookies);
        let cookies = set.iter().chain(&self.cookies).map(|(name, value)| format!("{name}={value}"));
        let cookies: Vec<String> = cookies.collect();
        if !cookies.is_empty() {
            let header = HeaderValue::try_from(cookies.join("; ")).expect("cookies that can be sent");
            request.headers_mut().insert(COOKIE, header);
        }
        (request, self.sender)
    }
}

fn multipart(fields: Vec<(&'static str, String)>, files: Vec<DraftFile>) -> MultipartBody {
    let form = fields.iter().fold(MultipartBody::new(), |form, (name, text)| form.text(name, text));
    files.iter().fold(form, |form, file| {
        let media = file.content_type.as_deref().unwrap_or("application/octet-stream");
        form.file_of_type(file.name, &file.file_name, media, &file.content)
    })
}

fn urlencoded<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let encode = |text: &str| utf8_percent_encode(text, VALUE).to_string();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode(name.as_ref()), encode(value.as_ref())))
        .collect();
    pairs.join("&")
}

impl<'c> IntoFuture for TestRequest<'c> {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

// What a request carries may be secret, so only where it goes is shown.

impl std::fmt::Debug for TypedRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TypedRequest({} {})", self.method, self.name)
    }
}

impl std::fmt::Debug for TestRequest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TestRequest({} {})", self.method, self.path)
    }
}
