//! The client.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::Location;
use std::sync::Mutex;

use http::Method;
use http::header::SET_COOKIE;
use tokio::sync::OnceCell;

use super::conformance::{Outcome, compare};
use super::coverage::{Coverage, Seen};
use super::{TestRequest, TestResponse, TypedRequest, check};
use crate::app::{App, AppService, ReachedOperation};
use crate::body::BoxError;
use crate::request::{ClientAddr, Request};

/// The address that requests of the client come from.
const CLIENT: ClientAddr = ClientAddr(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 50000));

/// Calls an app in process: requests go through layers, routing, extraction and all, but through no socket.
///
/// Cookies that the app sets are sent along from then on, as a browser does.
///
/// Every answer of an operation is held against the served document: its status is among the documented ones, its
/// content type among those of the status, and JSON, also of each item of a stream, fits the schema. A request panics
/// where that is not so, unless it is sent with [`unchecked`](TestRequest::unchecked). What the document is silent
/// about by design is let pass: faults of the program (500), broken connections, unknown paths and methods, bodies of
/// whole responses made by hand.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/items/{item_id}")]
/// async fn read_item(item_id: u64, q: Option<String>) -> String { format!("{item_id} {q:?}") }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Items", "1.0.0").routes(routes![read_item]));
/// let text = client.get("/items/7?q=x").await.assert_status(200).text();
/// assert_eq!(text, "7 Some(\"x\")");
/// // the same, typed: the compiler checks the arguments, and no path is spelled
/// client.call(read_item::request(7).q("x")).await.assert_ok();
/// # }
/// ```
#[derive(Debug)]
pub struct TestClient {
    app: AppService,
    started: OnceCell<()>,
    cookies: Mutex<BTreeMap<String, String>>,
    seen: Mutex<Seen>,
}

impl TestClient {
    /// A client of `app`.
    ///
    /// # Panics
    /// If the app's wiring has faults; all of them are in the message.
    #[track_caller]
    pub fn new(app: App) -> Self {
        Self::of(check(app))
    }

    /// A client of an app that has been built.
    pub fn of(app: AppService) -> Self {
        Self { app, started: OnceCell::new(), cookies: Mutex::default(), seen: Mutex::default() }
    }

    /// The app's OpenAPI document.
    pub fn openapi(&self) -> &serde_json::Value {
        self.app.openapi()
    }

    /// A request of any method.
    #[track_caller]
    pub fn request(&self, method: Method, path: &str) -> TestRequest<'_> {
        TestRequest::new(self, method, path)
    }

    /// A GET request.
    #[track_caller]
    pub fn get(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::GET, path)
    }

    /// A POST request.
    #[track_caller]
    pub fn post(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::POST, path)
    }

    /// A PUT request.
    #[track_caller]
    pub fn put(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::PUT, path)
    }

    /// A PATCH request.
    #[track_caller]
    pub fn patch(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::PATCH, path)
    }

    /// A DELETE request.
    #[track_caller]
    pub fn delete(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::DELETE, path)
    }

    /// A HEAD request.
    #[track_caller]
    pub fn head(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::HEAD, path)
    }

    /// An OPTIONS request.
    #[track_caller]
    pub fn options(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::OPTIONS, path)
    }

    /// A typed request, made by `handler::request(…)`, at the path that the handler has in this app.
    ///
    /// # Panics
    /// If the handler is not among the app's routes.
    #[track_caller]
    pub fn call(&self, request: impl Into<TypedRequest>) -> TestRequest<'_> {
        let request = request.into();
        let Some(path) = self.app.path_of(request.endpoint, &request.draft.path) else {
            panic!("`{}` is not among the routes of this app", request.name);
        };
        TestRequest::typed(self, request, path)
    }

    /// The cookies that answers have set, but for those that the request brings itself.
    pub(super) fn cookies_beside(&self, own: &[(String, String)]) -> Vec<(String, String)> {
        let cookies = self.cookies.lock().expect("no test panics while it holds the cookies");
        let beside = cookies.iter().filter(|(name, _)| !own.iter().any(|(known, _)| known == *name));
        beside.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Runs the start-up steps, unless they have run. The first request does it, too.
    ///
    /// # Panics
    /// If one of them fails.
    pub async fn start(&self) {
        let start = async { self.app.start().await.expect("the start-up steps succeed") };
        self.started.get_or_init(|| start).await;
    }

    /// Runs the shutdown steps.
    ///
    /// # Panics
    /// If one of them fails.
    pub async fn stop(self) {
        self.app.stop().await.expect("the shutdown steps succeed");
    }

    /// Which documented answers this client has seen, and which it has not. A request that is
    /// [`unchecked`](TestRequest::unchecked) counts, too.
    pub fn coverage(&self) -> Coverage {
        Coverage::of(&self.app, &self.seen.lock().expect("no test panics while it holds what was seen"))
    }

    /// Sends a request; `made_at` is the place of the test that is told if the answer is not as documented.
    pub(super) async fn send(
        &self,
        request: Request,
        sender: Option<ClientAddr>,
        made_at: Option<&'static Location<'static>>,
    ) -> TestResponse {
        self.start().await;
        let sender = sender.unwrap_or(CLIENT);
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.app.answer(request, Some(sender)).await;
        let response = TestResponse::read(response).await;
        self.app.background_ended().await;
        self.keep_cookies(&response);
        if let Some((reached, faults)) = self.compare(&method, &path, &response)
            && let Some(made_at) = made_at.filter(|_| !faults.is_empty())
        {
            panic!("{}", report(&format!("{method} {path}"), &reached, &faults, made_at, &response));
        }
        response
    }

    /// Sends a request whose answer may not end, and reads its beginning.
    pub(super) async fn glance(
        &self,
        request: Request,
        sender: Option<ClientAddr>,
    ) -> Result<TestResponse, BoxError> {
        self.start().await;
        let response = self.app.answer(request, Some(sender.unwrap_or(CLIENT))).await;
        TestResponse::glance(response).await
    }

    /// Notes what has been seen, and gives the operation that has answered with how its answer differs.
    fn compare(
        &self,
        method: &Method,
        path: &str,
        response: &TestResponse,
    ) -> Option<(ReachedOperation<'_>, Vec<String>)> {
        let reached = self.app.reached(method, path).filter(|_| response.is_routed())?;
        let Outcome { status, faults } = compare(&reached, &response.as_answer(method));
        if let Some(status) = status {
            let mut seen = self.seen.lock().expect("no test panics while it holds what was seen");
            seen.insert((reached.method.to_owned(), reached.path.clone(), status));
        }
        Some((reached, faults))
    }

    /// How an answer differs from the document.
    pub(super) fn differences(&self, method: &Method, path: &str, response: &TestResponse) -> Vec<String> {
        self.compare(method, path, response).map(|(_, faults)| faults).unwrap_or_default()
    }

    /// The app's document and those of mounted apps, with their prefixes.
    pub(super) fn documents(&self) -> Vec<(String, &serde_json::Value)> {
        self.app.documents()
    }

    fn keep_cookies(&self, response: &TestResponse) {
        let mut cookies = self.cookies.lock().expect("no test panics while it holds the cookies");
        for header in response.headers().get_all(SET_COOKIE) {
            let Ok(text) = header.to_str() else { continue };
            let mut parts = text.split(';');
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            if parts.any(|attribute| attribute.trim() == "Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// What a test is told whose answer is not as documented.
fn report(
    request: &str,
    reached: &ReachedOperation<'_>,
    faults: &[String],
    made_at: &Location<'_>,
    response: &TestResponse,
) -> String {
    let ReachedOperation { method, path, place, .. } = reached;
    format!(
        "the answer to `{request}` is not as the document tells of `{method} {path}`:\n- {}\n    sent at {made_at}\n    \
         answered by {place}\n    help: mend the handler or what it declares; if the difference is meant, send the \
         request with `.unchecked()`\nthe response was: {} {}",
        faults.join("\n- "),
        response.status(),
        response.text()
    )
}
