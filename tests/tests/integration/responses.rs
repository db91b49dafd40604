//! Answers: what a handler returns and what goes out, from the router's own to those of layers and mounts.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use fastrs::prelude::*;
use fastrs::security::HttpBearer;
use fastrs::testing::{TestClient, TestRequest};
use fastrs::{Body, SameSite, Slashes};
use serde_json::{Value, json};

use crate::support::{client, send, summary};

#[model]
#[derive(Debug, Clone)]
pub struct Item {
    pub id: u8,
}

const ITEM: Item = Item { id: 7 };

#[get("/model")]
async fn model_answer() -> Item {
    ITEM
}

#[post("/created", status = 201)]
async fn created() -> Item {
    ITEM
}

#[get("/list")]
async fn list() -> Vec<Item> {
    vec![ITEM, ITEM]
}

#[get("/map")]
async fn map() -> BTreeMap<String, Item> {
    BTreeMap::from([("a".to_owned(), ITEM)])
}

#[get("/json")]
async fn free() -> Json<(u8, &'static str)> {
    Json((1, "a"))
}

#[get("/value")]
async fn value() -> Value {
    json!({ "a": null })
}

#[get("/number")]
async fn number() -> f64 {
    1.5
}

#[get("/text")]
async fn text() -> &'static str {
    "tëxt"
}

#[get("/string")]
async fn string() -> String {
    "owned".into()
}

#[get("/html")]
async fn html() -> Html<&'static str> {
    Html("<p>")
}

#[get("/bytes")]
async fn bytes() -> Bytes {
    Bytes::from_static(b"\x00\xff")
}

#[get("/nothing")]
async fn nothing() {}

#[delete("/none")]
async fn no_content() -> NoContent {
    NoContent
}

#[delete("/none-by-status", status = 204)]
async fn no_content_by_status() -> Item {
    ITEM
}

#[get("/redirect")]
async fn redirect() -> Redirect {
    Redirect::to("/a b?q=ü\r\nset-cookie: x")
}

#[get("/see-other")]
async fn see_other() -> Redirect<303> {
    Redirect::to("https://example.com/")
}

#[get("/option/{there}")]
async fn option(there: bool) -> Option<Item> {
    there.then_some(ITEM)
}

#[get("/result/{good}")]
async fn result(good: bool) -> Result<Item, HttpError> {
    if good { Ok(ITEM) } else { Err(HttpError::new(418, json!({ "code": 7 })).with_header("x-why", "tea")) }
}

#[get("/status/{status}")]
async fn status(status: u16) -> Result<Item, HttpError> {
    Err(HttpError::status(status))
}

#[get("/io")]
async fn io() -> Result<String, HttpError> {
    Ok(std::fs::read_to_string("/there/is/no/such/secret-file")?)
}

#[get("/raw-undeclared")]
async fn raw_undeclared() -> Response {
    raw().await
}

#[get("/raw", status = 418)]
async fn raw() -> Response {
    let mut response = Response::new(Body::from("raw"));
    *response.status_mut() = StatusCode::IM_A_TEAPOT;
    response
}

#[get("/reply")]
async fn reply() -> Reply<Item> {
    let cookie = Cookie::new("a", "b c").max_age(Duration::from_secs(5)).http_only().secure();
    let cookie = cookie.same_site(SameSite::Strict).path("/x").domain("example.com");
    Reply::new(ITEM).header("x-id", "1").header("X-Id", "2").cookie(cookie).cookie(Cookie::removal("old"))
}

#[get("/reply-status/{status}", responses((202, "Later")))]
async fn reply_status(status: u16) -> Reply<Item> {
    Reply::new(ITEM).status(status)
}

#[get("/reply-header")]
async fn reply_header(value: String) -> Reply<Item> {
    Reply::new(ITEM).header("x-id", value)
}

#[get("/reply-cookie")]
async fn reply_cookie(value: String) -> Reply<Item> {
    Reply::new(ITEM).cookie(Cookie::new("c", value))
}

#[get("/nan")]
async fn nan() -> Json<f64> {
    Json(f64::NAN)
}

fn answers() -> TestClient {
    client(routes![
        model_answer,
        created,
        list,
        map,
        free,
        value,
        number,
        text,
        string,
        html,
        bytes,
        nothing,
        no_content,
        no_content_by_status,
        redirect,
        see_other,
        option,
        result,
        status,
        io,
        raw,
        raw_undeclared,
        reply,
        reply_status,
        reply_header,
        reply_cookie,
        nan
    ])
}

const JSON: Option<&str> = Some("application/json");
const PLAIN: Option<&str> = Some("text/plain; charset=utf-8");

#[fastrs::test]
async fn every_type_has_its_answer() {
    let client = answers();
    let get = |path: &str| client.get(path);
    let internal = r#"{"detail":"Internal Server Error"}"#;
    for (request, status, media, body) in [
        (get("/model"), 200, JSON, r#"{"id":7}"#),
        (client.post("/created"), 201, JSON, r#"{"id":7}"#),
        (get("/list"), 200, JSON, r#"[{"id":7},{"id":7}]"#),
        (get("/map"), 200, JSON, r#"{"a":{"id":7}}"#),
        (get("/json"), 200, JSON, r#"[1,"a"]"#),
        (get("/value"), 200, JSON, r#"{"a":null}"#),
        (get("/number"), 200, JSON, "1.5"),
        (get("/text"), 200, PLAIN, "tëxt"),
        (get("/string"), 200, PLAIN, "owned"),
        (get("/html"), 200, Some("text/html; charset=utf-8"), "<p>"),
        (get("/bytes"), 200, Some("application/octet-stream"), "\u{0}\u{fffd}"),
        (get("/nothing"), 200, None, ""),
        (client.delete("/none"), 204, None, ""),
        (client.delete("/none-by-status"), 204, None, ""),
        (get("/redirect"), 307, None, ""),
        (get("/see-other"), 303, None, ""),
        (get("/option/true"), 200, JSON, r#"{"id":7}"#),
        (get("/option/false"), 404, JSON, r#"{"detail":"Not Found"}"#),
        (get("/result/true"), 200, JSON, r#"{"id":7}"#),
        (get("/result/false"), 418, JSON, r#"{"detail":{"code":7}}"#),
        (get("/status/418"), 418, JSON, r#"{"detail":"I'm a teapot"}"#),
        (get("/status/404"), 404, JSON, r#"{"detail":"Not Found"}"#),
        (get("/status/204"), 204, None, ""),
        (get("/status/304"), 304, None, ""),
        (get("/status/503"), 503, JSON, r#"{"detail":"Service Unavailable"}"#),
        (get("/status/1000"), 500, JSON, internal),
        (get("/io"), 500, JSON, internal),
        (get("/raw"), 418, None, "raw"),
        // Found in builds for development alone.
        if cfg!(debug_assertions) {
            (get("/raw-undeclared"), 500, JSON, internal)
        } else {
            (get("/raw-undeclared"), 418, None, "raw")
        },
        (get("/reply"), 200, JSON, r#"{"id":7}"#),
        (get("/reply-status/202"), 202, JSON, r#"{"id":7}"#),
        (get("/reply-status/200"), 200, JSON, r#"{"id":7}"#),
        (get("/reply-status/201"), 500, JSON, internal),
        (get("/reply-status/99"), 500, JSON, internal),
        (get("/reply-header?value=a"), 200, JSON, r#"{"id":7}"#),
        (get("/reply-header?value=a%0d%0ab"), 500, JSON, internal),
        (get("/reply-cookie?value=a%0d%0ab"), 500, JSON, internal),
        // JSON has no word for it: what is written, as pydantic writes it, is no number.
        (get("/nan").unchecked(), 200, JSON, "null"),
    ] {
        let case = format!("{request:?}");
        let response = request.await;
        let found = (response.status(), response.header("content-type"), response.text());
        assert_eq!(found, (status, media, body.to_owned()), "{case}");
    }
}

#[fastrs::test]
async fn headers_and_cookies_go_out() {
    let client = answers();
    let header = |path: &'static str, name: &'static str| {
        let request = client.get(path);
        async move {
            let response = request.await;
            let values = response.headers().get_all(name).iter();
            values.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(header("/redirect", "location").await, ["/a%20b?q=%C3%BC%0D%0Aset-cookie:%20x"]);
    assert_eq!(header("/see-other", "location").await, ["https://example.com/"]);
    assert_eq!(header("/result/false", "x-why").await, ["tea"]);
    assert_eq!(header("/reply", "x-id").await, ["1", "2"]);
    assert_eq!(
        header("/reply", "set-cookie").await,
        [
            "a=\"b c\"; Domain=example.com; HttpOnly; Max-Age=5; Path=/x; SameSite=strict; Secure",
            "old=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=lax",
        ]
    );
}

#[derive(Debug, thiserror::Error, ApiError)]
enum ShopError {
    #[error("no item {0}")]
    #[status(404)]
    Missing(u8),
    #[error("slow down")]
    #[status(429)]
    #[header("retry-after", "5")]
    Busy,
    #[error("the password is hunter2")]
    #[status(500)]
    Broken,
    #[error(transparent)]
    #[status(503)]
    Io(#[from] std::io::Error),
}

#[get("/shop/{fault}")]
async fn shop(fault: u8) -> Result<Item, ShopError> {
    match fault {
        0 => Err(ShopError::Missing(fault)),
        1 => Err(ShopError::Busy),
        2 => Err(ShopError::Broken),
        3 => {
            std::fs::read("/there/is/no/such/secret-file")?;
            Ok(ITEM)
        }
        _ => Ok(ITEM),
    }
}

#[fastrs::test]
async fn typed_errors_say_what_they_may() {
    let client = client(routes![shop]);
    for (path, status, detail) in [
        ("/shop/0", 404, "no item 0"),
        ("/shop/1", 429, "slow down"),
        ("/shop/2", 500, "Internal Server Error"),
        ("/shop/3", 503, "Service Unavailable"),
    ] {
        assert_eq!(send(client.get(path)).await, (status, json!({ "detail": detail })), "{path}");
    }
    assert_eq!(client.get("/shop/1").await.header("retry-after"), Some("5"));
}

#[get("/panic")]
async fn panics() -> &'static str {
    panic!("the password is hunter2")
}

#[get("/panic-blocking", blocking)]
fn panics_blocking() -> &'static str {
    panic!("the password is hunter2")
}

#[get("/blocking", blocking)]
fn blocking(#[query(ge = 1)] n: u64) -> Json<u64> {
    std::thread::sleep(Duration::from_millis(1));
    Json(n + 1)
}

#[get("/slow", timeout = "20 ms")]
async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_secs(60)).await;
    "never"
}

#[fastrs::test]
async fn the_server_outlives_its_handlers() {
    let client = client(routes![panics, panics_blocking, blocking, slow]);
    let internal = (500, json!({ "detail": "Internal Server Error" }));
    assert_eq!(send(client.get("/panic")).await, internal);
    assert_eq!(send(client.get("/panic-blocking")).await, internal);
    assert_eq!(send(client.get("/blocking?n=1")).await, (200, json!(2)));
    assert_eq!(summary(&send(client.get("/blocking?n=0")).await), ["greater_than_equal query.n"]);
    assert_eq!(send(client.get("/slow")).await, (504, json!({ "detail": "Gateway Timeout" })));
}

#[get("/a")]
async fn a() -> &'static str {
    "a"
}

#[post("/a")]
async fn post_a() -> &'static str {
    "posted"
}

#[get("/b/")]
async fn b() -> &'static str {
    "b"
}

#[get("/things/{id}")]
async fn thing(id: String) -> String {
    id
}

#[get("/things/mine")]
async fn mine() -> &'static str {
    "mine"
}

#[delete("/things/{id}")]
async fn remove_thing(id: String) -> String {
    id
}

#[get("/files/{*rest}")]
async fn file(rest: String) -> String {
    rest
}

#[head("/own-head")]
async fn own_head() -> Reply<()> {
    Reply::new(()).header("x-own", "1")
}

#[options("/own-options")]
async fn own_options() -> &'static str {
    "mine"
}

#[trace("/trace")]
async fn traced() -> &'static str {
    "traced"
}

fn routed() -> App {
    App::new("Test", "1").routes(routes![
        a,
        post_a,
        b,
        thing,
        mine,
        remove_thing,
        file,
        own_head,
        own_options,
        traced
    ])
}

#[fastrs::test]
async fn the_router_answers_for_what_is_not_there() {
    let client = TestClient::new(routed());
    let not_found = || Some(json!({ "detail": "Not Found" }));
    let not_allowed = || Some(json!({ "detail": "Method Not Allowed" }));
    for (request, status, allow, location, body) in [
        (client.get("/nowhere"), 404, None, None, not_found()),
        (client.put("/a"), 405, Some("GET, HEAD, OPTIONS, POST"), None, not_allowed()),
        (client.post("/things/1"), 405, Some("DELETE, GET, HEAD, OPTIONS"), None, not_allowed()),
        (client.get("/own-head"), 405, Some("HEAD, OPTIONS"), None, not_allowed()),
        // A literal path hides the placeholder beside it, for every method.
        (client.delete("/things/mine"), 405, Some("GET, HEAD, OPTIONS"), None, not_allowed()),
        (client.options("/a"), 204, Some("GET, HEAD, OPTIONS, POST"), None, None),
        (client.get("/a/"), 307, None, Some("/a"), None),
        (client.get("/b"), 307, None, Some("/b/"), None),
        (client.get("/b?x=1&y=%2F"), 307, None, Some("/b/?x=1&y=%2F"), None),
        (client.post("/a/?q"), 307, None, Some("/a?q"), None),
        (client.get("/things/x/"), 307, None, Some("/things/x"), None),
        (client.get("//a"), 404, None, None, not_found()),
        (client.get("//evil.example/"), 404, None, None, not_found()),
        (client.get("/things//"), 404, None, None, not_found()),
        (client.get("/things/"), 404, None, None, not_found()),
    ] {
        let case = format!("{request:?}");
        let response = request.await;
        assert_eq!(response.status(), status, "{case}");
        assert_eq!(response.header("allow"), allow, "{case}");
        assert_eq!(response.header("location"), location, "{case}");
        match body {
            Some(body) => assert_eq!(response.value(), body, "{case}"),
            None => assert!(response.bytes().is_empty(), "{case}"),
        }
    }
    for (request, body) in [
        (client.get("/things/mine"), "mine"),
        (client.get("/things/%2F"), "/"),
        (client.delete("/things/other"), "other"),
        (client.get("/files/a/b/"), "a/b/"),
        (client.options("/own-options"), "mine"),
        (client.request(Method::TRACE, "/trace"), "traced"),
    ] {
        let case = format!("{request:?}");
        let response = request.await;
        assert_eq!((response.status(), response.text().as_str()), (200, body), "{case}");
    }
}

/// Whatever stands at the path's end, a redirect stays on this host.
#[get("/{*rest}")]
async fn anything(rest: String) -> String {
    rest
}

#[get("/{a}/{b}/")]
async fn two_and_slash(a: String, b: String) -> String {
    format!("{a} {b}")
}

#[get("/{name}/")]
async fn named(name: String) -> String {
    name
}

#[fastrs::test]
async fn a_redirect_never_leaves_the_host() {
    for routes in [
        routes![anything].into_iter().collect::<Vec<_>>(),
        routes![two_and_slash, named].into_iter().collect(),
    ] {
        let client = client(routes);
        for path in [
            "//evil.example",
            "//evil.example/",
            "/%5Cevil.example",
            "/%5Cevil.example/",
            "/%2F%2Fevil.example",
            "//evil.example/%2E%2E",
            "///evil.example",
        ] {
            let response = client.get(path).await;
            if let Some(location) = response.header("location") {
                assert!(
                    location.starts_with('/') && !location.starts_with("//") && !location.contains('\\'),
                    "{path}: {location}"
                );
            }
        }
    }
}

#[fastrs::test]
async fn slashes_can_be_ignored_or_strict() {
    let ignoring = TestClient::new(routed().slashes(Slashes::Ignore));
    for (path, body) in [("/a/", "a"), ("/b", "b"), ("/things/x%20y/", "x y")] {
        assert_eq!(ignoring.get(path).await.assert_status(200).text(), body);
    }
    assert_eq!(
        ignoring.put("/a/").await.assert_status(405).header("allow"),
        Some("GET, HEAD, OPTIONS, POST")
    );
    let strict = TestClient::new(routed().slashes(Slashes::Strict));
    strict.get("/a/").await.assert_status(404);
}

#[fastrs::test]
async fn head_is_get_without_a_body() {
    let client = TestClient::new(routed());
    let response = client.head("/a").await.assert_status(200);
    assert_eq!((response.bytes().len(), response.header("content-length")), (0, Some("1")));
    assert_eq!(response.header("content-type"), PLAIN);
    assert_eq!(client.head("/own-head").await.assert_status(200).header("x-own"), Some("1"));
    client.head("/nowhere").await.assert_status(404);
    assert_eq!(client.head("/b?x=1").await.assert_status(307).header("location"), Some("/b/?x=1"));
    let document = client.head("/openapi.json").await.assert_status(200);
    assert_eq!(document.bytes().len(), 0);
    assert_eq!(
        document.header("content-length").unwrap(),
        client.get("/openapi.json").await.bytes().len().to_string()
    );
}

/// How often each dependency was made, and in which order.
#[derive(Clone, Default)]
struct Trail(Arc<std::sync::Mutex<Vec<String>>>);

impl Trail {
    fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

struct First(u8);
struct Second(u8);
struct Third;
struct Token(String);

#[dependency]
async fn first(trail: State<Trail>, #[query(default = 1, ge = 1)] one: u8) -> First {
    trail.note("first");
    First(one)
}

#[dependency]
async fn second(trail: State<Trail>, first: Depends<First>) -> Second {
    trail.note("second");
    Second(first.0 + 1)
}

#[dependency]
async fn third(
    trail: State<Trail>,
    _second: Depends<Second>,
    _first: Depends<First>,
) -> Result<Third, HttpError> {
    trail.note("third");
    Ok(Third)
}

#[dependency]
async fn token(trail: State<Trail>, bearer: HttpBearer) -> Result<Token, HttpError> {
    trail.note("token");
    if bearer.token() == "bad" {
        Err(HttpError::new(403, "no"))
    } else {
        Ok(Token(bearer.token().to_owned()))
    }
}

#[get("/deps", depends = [Third, First])]
async fn deps(
    second: Depends<Second>,
    trail: State<Trail>,
    first: Depends<First>,
    #[query(ge = 1)] n: u8,
) -> Json<(u8, u8, u8)> {
    trail.note("handler");
    Json((first.0, second.0, n))
}

#[get("/guarded", depends = [First])]
async fn guarded(#[query(ge = 1)] n: u8, token: Depends<Token>) -> Json<(String, u8)> {
    Json((token.0.clone(), n))
}

fn with_dependencies(trail: &Trail) -> App {
    App::new("Test", "1").state(trail.clone()).routes(routes![deps, guarded])
}

#[fastrs::test]
async fn a_dependency_is_made_once_and_in_order() {
    let trail = Trail::default();
    let client = TestClient::new(with_dependencies(&trail));
    assert_eq!(send(client.get("/deps?n=5&one=3")).await, (200, json!([3, 4, 5])));
    assert_eq!(trail.take(), ["first", "second", "third", "handler"]);
    assert_eq!(send(client.get("/deps?n=5")).await, (200, json!([1, 2, 5])));
    trail.take();
    let wrong = send(client.get("/deps?n=0&one=0")).await;
    assert_eq!(summary(&wrong), ["greater_than_equal query.one", "greater_than_equal query.n"]);
    assert_eq!(trail.take(), Vec::<String>::new());
}

#[fastrs::test]
async fn a_refusing_dependency_goes_before_invalid_parameters() {
    let trail = Trail::default();
    let client = TestClient::new(with_dependencies(&trail));
    let answer = send(client.get("/guarded?n=0&one=0")).await;
    assert_eq!(answer, (401, json!({ "detail": "Not authenticated" })));
    assert_eq!(send(client.get("/guarded?n=0").bearer("bad")).await, (403, json!({ "detail": "no" })));
    let answer = send(client.get("/guarded?n=0&one=0").bearer("t")).await;
    assert_eq!(summary(&answer), ["greater_than_equal query.one", "greater_than_equal query.n"]);
    assert_eq!(
        send(client.get("/guarded?n=1").header("authorization", "bEaReR  t ")).await,
        (200, json!(["t", 1]))
    );
    for bad in ["Bearer", "Bearer ", "Basic t", "t", "Bearert"] {
        let response = client.get("/guarded?n=1").header("authorization", bad).await.assert_status(401);
        assert_eq!(response.header("www-authenticate"), Some("Bearer"), "{bad:?}");
    }
    let two =
        client.get("/guarded?n=1").header("authorization", "Bearer a").header("authorization", "Bearer b");
    two.await.assert_status(401);
}

#[fastrs::test]
async fn a_dependency_can_be_overridden() {
    let trail = Trail::default();
    let app = with_dependencies(&trail).override_dependency(|| async { Token("fake".into()) });
    let client = TestClient::new(app.override_dependency(|| async { First(9) }));
    assert_eq!(send(client.get("/guarded?n=1&one=0")).await, (200, json!(["fake", 1])));
    assert_eq!(send(client.get("/deps?n=1")).await, (200, json!([9, 10, 1])));
    assert_eq!(trail.take(), ["second", "third", "handler"]);
}

trait Role: Send + Sync + 'static {
    const NAME: &'static str;
}

struct Admin;
impl Role for Admin {
    const NAME: &'static str = "admin";
}

struct Guest;
impl Role for Guest {
    const NAME: &'static str = "guest";
}

struct Require<R>(PhantomData<R>);

#[dependency]
async fn require<R: Role>(#[header] x_role: String) -> Result<Require<R>, HttpError> {
    if x_role == R::NAME { Ok(Require(PhantomData)) } else { Err(HttpError::new(403, R::NAME)) }
}

#[get("/admin", depends = [Require<Admin>])]
async fn admin() -> &'static str {
    "admin"
}

#[get("/guest")]
async fn guest(_role: Depends<Require<Guest>>) -> &'static str {
    "guest"
}

#[fastrs::test]
async fn a_generic_dependency_is_one_per_type() {
    let client = client(routes![admin, guest]);
    for (path, role, expected) in [
        ("/admin", "admin", (200, json!("admin"))),
        ("/admin", "guest", (403, json!({ "detail": "admin" }))),
        ("/guest", "guest", (200, json!("guest"))),
        ("/guest", "admin", (403, json!({ "detail": "guest" }))),
    ] {
        assert_eq!(send(client.get(path).header("x-role", role)).await, expected, "{path} {role}");
    }
    assert_eq!(summary(&send(client.get("/admin")).await), ["missing header.x-role"]);
}

#[middleware]
async fn stamping(mut request: Request, next: Next) -> Response {
    request.headers_mut().insert("x-in", "1".parse().unwrap());
    let mut response = next.run(request).await;
    response.headers_mut().append("x-out", "inner".parse().unwrap());
    response
}

#[middleware]
async fn outermost(request: Request, next: Next) -> Response {
    if request.uri().path() == "/stopped" {
        let mut response = Response::new(Body::from("stopped"));
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    if request.uri().path() == "/panicking" {
        panic!("in a layer");
    }
    let mut response = next.run(request).await;
    response.headers_mut().append("x-out", "outer".parse().unwrap());
    response
}

#[get("/seen")]
async fn seen(#[header] x_in: String) -> String {
    x_in
}

#[fastrs::test]
async fn middleware_stands_around_everything() {
    let app = routed().routes(routes![seen, panics]).middleware(stamping).middleware(outermost);
    let client = TestClient::new(app);
    for (path, status) in
        [("/seen", 200), ("/nowhere", 404), ("/panic", 500), ("/openapi.json", 200), ("/a/", 307)]
    {
        let response = client.get(path).await.assert_status(status);
        let out: Vec<_> = response.headers().get_all("x-out").iter().collect();
        assert_eq!(out, ["inner", "outer"], "{path}");
    }
    assert_eq!(client.get("/stopped").await.assert_status(403).text(), "stopped");
    client.get("/panicking").await.assert_status(500);
    let head = client.head("/a").await.assert_status(200);
    assert_eq!((head.bytes().len(), head.header("content-length")), (0, Some("1")));
}

#[fastrs::test]
async fn tower_layers_fit_outside() {
    use fastrs::middleware::CorsLayer;
    use tower_http::set_header::SetResponseHeaderLayer;
    let stamp = SetResponseHeaderLayer::overriding(
        "x-stamp".parse().unwrap(),
        fastrs::http::HeaderValue::from_static("1"),
    );
    let client = TestClient::new(routed().layer(stamp).layer(CorsLayer::permissive()));
    let response = client.get("/a").header("origin", "http://x.example").await.assert_status(200);
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("x-stamp"), Some("1"));
    let preflight = client
        .options("/a")
        .header("origin", "http://x.example")
        .header("access-control-request-method", "PUT");
    let response = preflight.await.assert_status(200);
    assert_eq!(response.header("access-control-allow-methods"), Some("*"));
}

#[get("/")]
async fn mirror_root(method: Method, uri: Uri) -> String {
    format!("{method} {uri}")
}

#[post("/{*rest}")]
async fn mirror_post(rest: String, method: Method, uri: Uri) -> String {
    format!("{method} {uri} {rest}")
}

#[get("/{*rest}")]
async fn mirror_get(rest: String, method: Method, uri: Uri) -> String {
    format!("{method} {uri} {rest}")
}

#[fastrs::test]
async fn a_mounted_service_sees_its_own_paths() {
    let mirror =
        App::new("Mirror", "1").routes(routes![mirror_root, mirror_post, mirror_get]).docs(Docs::none());
    let mirror = mirror.build().unwrap();
    let client = TestClient::new(routed().mount("/old", mirror.clone()).mount("/v/", mirror));
    for (request, body) in [
        (client.get("/old"), "GET /"),
        (client.get("/old/"), "GET /"),
        (client.post("/old/a/b%20c?q=1"), "POST /a/b%20c?q=1 a/b c"),
        (client.get("/v/x"), "GET /x x"),
    ] {
        assert_eq!(request.await.assert_status(200).text(), body);
    }
    client.get("/older").await.assert_status(404);
    assert!(client.openapi()["paths"].as_object().unwrap().keys().all(|path| !path.starts_with("/old")));
    // An app is such a service, too.
    let inner = App::new("Inner", "1").routes(routes![a]).docs(Docs::none()).build().unwrap();
    let outer = TestClient::new(App::new("Outer", "1").mount("/inner", inner));
    assert_eq!(outer.get("/inner/a").await.assert_status(200).text(), "a");
    outer.get("/inner/b").await.assert_status(404);
}

#[fastrs::test]
async fn what_nothing_serves_goes_to_the_fallback() {
    let mirror = App::new("Mirror", "1").routes(routes![mirror_root, mirror_post, mirror_get]);
    let mirror = mirror.docs(Docs::none()).build().unwrap();
    let client = TestClient::new(routed().mount("/old", mirror.clone()).fallback(mirror));
    assert_eq!(client.get("/a").await.assert_ok().text(), "a");
    for (request, body) in [
        (client.get("/nowhere?q=1"), "GET /nowhere?q=1 nowhere"),
        (client.post("/a/b"), "POST /a/b a/b"),
        (client.get("/old/x"), "GET /x x"),
    ] {
        assert_eq!(request.await.assert_ok().text(), body);
    }
    // The path is the app's own.
    client.put("/a").await.assert_status(405);
    assert_eq!(client.head("/nowhere").await.assert_ok().text(), "");
}

#[get("/undeclared")]
async fn declares_nothing() -> Reply<&'static str> {
    Reply::new("free").status(410)
}

#[get("/bound", responses((410, "Sold")))]
async fn declares_its_own() -> &'static str {
    "own"
}

#[fastrs::test]
async fn routers_declare_answers() {
    let inner = Router::new("/inner")
        .response_of::<Json<Item>>(410, "Of the inner")
        .routes(routes![declares_nothing, declares_its_own]);
    let outer = Router::new("/outer").response(410, "Of the outer").response(429, "Slow down").include(inner);
    let client = TestClient::new(App::new("Test", "1").include(outer));
    let responses = |path: &str| client.openapi()["paths"][path]["get"]["responses"].clone();
    let (free, bound) = (responses("/outer/inner/undeclared"), responses("/outer/inner/bound"));
    assert_eq!(
        (&free["410"]["description"], &free["429"]["description"]),
        (&json!("Of the inner"), &json!("Slow down"))
    );
    assert!(free["410"]["content"]["application/json"]["schema"]["$ref"].is_string());
    assert_eq!((&bound["410"]["description"], &bound["410"]["content"]), (&json!("Sold"), &Value::Null));
    // What is declared may be answered. (Its body is not the one that is declared, which is not the question here.)
    client.get("/outer/inner/undeclared").unchecked().await.assert_status(410);
    let faults = App::new("Test", "1")
        .include(Router::new("/x").response(99, "No").routes(routes![declares_its_own]))
        .build();
    assert!(faults.unwrap_err().to_string().contains("a router or the app declares the status 99"));
}

#[get("/{id}", tags = ["own"])]
async fn under_prefix(id: u8) -> String {
    id.to_string()
}

#[get("")]
async fn at_prefix() -> &'static str {
    "root"
}

#[get("/x")]
async fn in_group(#[path] group: u8) -> String {
    group.to_string()
}

#[fastrs::test]
async fn routers_hand_down_what_is_said_of_them() {
    let inner = Router::new("/inner").tags(["inner"]).routes(routes![under_prefix, at_prefix]);
    let groups = Router::new("/groups/{group}").hidden().routes(routes![in_group]);
    let outer = Router::new("/outer").tags(["outer"]).deprecated().include(inner).include(groups);
    let client = TestClient::new(App::new("Test", "1").include(outer.prefix("/v1")));
    for (path, body) in
        [("/v1/outer/inner/7", "7"), ("/v1/outer/inner", "root"), ("/v1/outer/groups/3/x", "3")]
    {
        assert_eq!(client.get(path).await.assert_status(200).text(), body);
    }
    assert_eq!(client.call(in_group::request(5)).await.text(), "5");
    let paths = client.openapi()["paths"].as_object().unwrap();
    assert_eq!(paths.keys().collect::<Vec<_>>(), ["/v1/outer/inner/{id}", "/v1/outer/inner"]);
    let operation = &paths["/v1/outer/inner/{id}"]["get"];
    assert_eq!(
        (&operation["tags"], &operation["deprecated"]),
        (&json!(["outer", "inner", "own"]), &json!(true))
    );
}

/// Cookies that an app sets come back with the next request.
#[fastrs::test]
async fn the_client_keeps_cookies() {
    #[get("/set")]
    async fn set() -> Reply<()> {
        Reply::new(()).cookie(Cookie::new("session", "s 1"))
    }
    #[get("/unset")]
    async fn unset() -> Reply<()> {
        Reply::new(()).cookie(Cookie::removal("session"))
    }
    #[get("/get")]
    async fn get(#[cookie] session: Option<String>) -> Json<Option<String>> {
        Json(session)
    }
    let client = client(routes![set, unset, get]);
    for (request, expected) in [
        (client.get("/get"), Value::Null),
        (client.get("/set"), json!("")),
        (client.get("/get"), json!("s 1")),
        (client.get("/unset"), json!("")),
        (client.get("/get"), Value::Null),
    ] {
        let request: TestRequest<'_> = request;
        assert_eq!(send(request).await.1, expected);
    }
}
