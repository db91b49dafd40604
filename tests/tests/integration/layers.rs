//! Ready-made layers, and what layers answer.

use std::time::Duration;

use fastrs::http::header::{HeaderName, HeaderValue, REFERRER_POLICY, X_FRAME_OPTIONS};
use fastrs::middleware::{
    CompressionLayer, ConcurrencyLimit, CorsLayer, RequestDecompressionLayer, RequestId, SecurityHeaders,
    SetSensitiveHeadersLayer, TraceLayer, TrustedHosts,
};
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs::{Failure, ProblemJson};
use serde_json::json;
use tokio::sync::Notify;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

#[get("/")]
async fn root() -> &'static str {
    "hello"
}

fn app() -> App {
    App::new("Test", "1.0.0").routes(routes![root])
}

#[get("/routed")]
async fn routed() {}

#[fastrs::test]
async fn rules_of_cors_that_contradict_each_other_do_not_start() {
    let all = || CorsLayer::permissive().allow_credentials(true);
    let router = || Router::new("/sub").layer(all()).routes(routes![root, routed]);
    // One layer is one fault, with all routes that it stands around.
    for (app, places) in [(app().layer(all()), 0), (app().include(router()), 2)] {
        let faults: Vec<_> = app.build().unwrap_err().iter().cloned().collect();
        let [fault] = &faults[..] else { panic!("{faults:?}") };
        assert!(fault.what.contains("Cannot combine `Access-Control-Allow-Credentials: true`"), "{fault}");
        assert_eq!(fault.places.len(), places, "{fault}");
    }
}

#[middleware]
async fn panics_late(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    assert!(response.status() != 200, "after the handler");
    response
}

#[fastrs::test]
async fn the_panic_of_a_layer_is_an_answer_for_those_around_it() {
    let client = TestClient::new(app().middleware(panics_late).layer(CorsLayer::permissive()));
    let answer = client.get("/").header("origin", "https://x.example").await.assert_status(500);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.value(), json!({ "detail": "Internal Server Error" }));
}

#[get("/id")]
async fn id(#[header(hidden)] x_request_id: String) -> String {
    x_request_id
}

#[fastrs::test]
async fn every_request_has_one_id() {
    let client = TestClient::new(app().routes(routes![id]).layer(RequestId::new()));
    let longest = "x".repeat(128);
    for taken in ["7", "3f0c-~!@[]", &longest] {
        let answer = client.get("/id").header("x-request-id", taken).await.assert_ok();
        assert_eq!((answer.text().as_str(), answer.header("x-request-id")), (taken, Some(taken)));
    }
    let mut made = std::collections::HashSet::new();
    for refused in ["", "a b", "a,b", "ä", "a\tb", &format!("{longest}x")] {
        let answer = client.get("/id").header("x-request-id", refused).await.assert_ok();
        let id = answer.text();
        assert_eq!(answer.header("x-request-id"), Some(id.as_str()));
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{refused}: {id}");
        assert!(made.insert(id), "{refused}");
    }
    let twice = client.get("/id").header("x-request-id", "1").header("x-request-id", "2").await.assert_ok();
    assert_eq!(twice.text().len(), 32);
    assert_eq!(client.get("/nowhere").await.assert_status(404).header("x-request-id").unwrap().len(), 32);
}

static ENTERED: Notify = Notify::const_new();
static OPEN: Notify = Notify::const_new();

async fn pass_the_gate() -> String {
    ENTERED.notify_one();
    OPEN.notified().await;
    "through".to_owned()
}

#[get("/gated")]
async fn gated() -> String {
    pass_the_gate().await
}

/// Its head goes out at once.
#[get("/streamed")]
async fn streamed() -> Body {
    Body::stream(tokio_stream::StreamExt::then(tokio_stream::once(()), |()| pass_the_gate()))
}

#[fastrs::test]
async fn who_comes_while_there_is_no_place_is_refused_at_once() {
    let limit = ConcurrencyLimit::new(1).retry_after(Duration::from_millis(1500));
    let router = Router::new("").layer(limit).routes(routes![gated, streamed]);
    let client = TestClient::new(app().include(router).errors(ProblemJson));
    for path in ["/gated", "/streamed"] {
        let others = async {
            ENTERED.notified().await;
            // The routes of the router share its places, those of the app are outside.
            for other in ["/gated", "/streamed"] {
                let refused = client.get(other).await.assert_status(503);
                assert_eq!(refused.header("retry-after"), Some("2"));
                assert_eq!(refused.value()["title"], "Service Unavailable");
            }
            client.get("/").await.assert_ok();
            OPEN.notify_one();
        };
        let (held, ()) = tokio::join!(async { client.get(path).await }, others);
        assert_eq!(held.assert_ok().text(), "through", "{path}");
    }
}

#[get("/own")]
async fn own() -> Reply<Html<&'static str>> {
    Reply::new(Html("<p>"))
        .header("content-security-policy", "default-src 'self'")
        .header("x-frame-options", "SAMEORIGIN")
}

#[fastrs::test]
async fn security_headers_stand_where_nobody_said_otherwise() {
    let app = || app().routes(routes![own]).trusted_proxies(["127.0.0.1"]);
    let client = TestClient::new(app().layer(SecurityHeaders::new().hsts(Duration::from_secs(300), true)));
    let names = ["content-security-policy", "x-frame-options", "referrer-policy", "x-content-type-options"];
    let page = "frame-ancestors 'none'";
    let data = "default-src 'none'; frame-ancestors 'none'";
    for (path, status, policy, frames) in [
        ("/", 200, page, "DENY"),
        ("/nowhere", 404, data, "DENY"),
        ("/openapi.json", 200, data, "DENY"),
        ("/own", 200, "default-src 'self'", "SAMEORIGIN"),
    ] {
        let answer = client.get(path).await.assert_status(status);
        let found = names.map(|name| answer.header(name).unwrap_or_default());
        assert_eq!(found, [policy, frames, "no-referrer", "nosniff"], "{path}");
        assert_eq!(answer.header("strict-transport-security"), None);
    }
    let safe = client.get("/").header("x-forwarded-proto", "https").await;
    assert_eq!(safe.header("strict-transport-security"), Some("max-age=300; includeSubDomains"));

    // The docs pages have a policy of their own, which lets their scripts run.
    let plain = TestClient::new(app());
    let (own, with) = (plain.get("/docs").await.assert_ok(), client.get("/docs").await.assert_ok());
    assert!(own.header(names[0]).is_some());
    assert_eq!(own.header(names[0]), with.header(names[0]));

    let chosen = SecurityHeaders::new()
        .set(REFERRER_POLICY, HeaderValue::from_static("same-origin"))
        .remove(&X_FRAME_OPTIONS)
        .remove(&HeaderName::from_static("content-security-policy"));
    let answer = TestClient::new(app().layer(chosen)).get("/").await.assert_ok();
    assert_eq!(names.map(|name| answer.header(name)), [None, None, Some("same-origin"), Some("nosniff")]);
}

#[get("/slow")]
async fn slow() {
    std::future::pending::<()>().await;
}

#[get("/bare", responses((504, "What is behind it is too slow")))]
async fn bare() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::GATEWAY_TIMEOUT;
    response
}

#[fastrs::test]
async fn a_bare_error_of_a_layer_has_the_form_of_every_error() {
    let late = || TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_millis(20));
    let around_app = || app().routes(routes![slow]).layer(late());
    let around_routes = || app().include(Router::new("").layer(late()).routes(routes![slow]));
    for app in [&around_app as &dyn Fn() -> App, &around_routes] {
        let answer = TestClient::new(app()).get("/slow").await.assert_status(504);
        assert_eq!(answer.value(), json!({ "detail": "Gateway Timeout" }));
        let answer = TestClient::new(app().errors(ProblemJson)).get("/slow").await.assert_status(504);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.value()["instance"], "/slow");
        let own = app().on_status(504, |_: &Failure| "too late");
        assert_eq!(TestClient::new(own).get("/slow").await.assert_status(504).text(), "too late");
    }
}

#[fastrs::test]
async fn an_error_that_a_handler_left_bare_stays_bare() {
    let around =
        SetResponseHeaderLayer::overriding(HeaderName::from_static("x-stamp"), HeaderValue::from_static("1"));
    let router = Router::new("/sub").layer(around.clone()).routes(routes![bare]);
    let app = app().include(router).routes(routes![bare]).layer(around).errors(ProblemJson);
    let client = TestClient::new(App::new("Outer", "1").mount("/app", app).layer(TrustedHosts::new(["*"])));
    for path in ["/app/bare", "/app/sub/bare"] {
        let answer = client.get(path).header("host", "x").await.assert_status(504);
        assert_eq!((answer.text().as_str(), answer.header("x-stamp")), ("", Some("1")), "{path}");
    }
}

#[post("/numbers", body_limit = "10 B")]
async fn numbers(#[body] numbers: Vec<u8>) -> Vec<u8> {
    numbers
}

#[get("/fails/{status}")]
async fn fails(status: u16) -> Result<(), HttpError> {
    Err(HttpError::status(status))
}

#[get("/late", timeout = "20 ms")]
async fn late() {
    std::future::pending::<()>().await;
}

#[get("/stopped")]
async fn stopped() {}

/// Answers `/layer/<status>` itself, with no body.
#[middleware]
async fn bare_errors(request: Request, next: Next) -> Response {
    let status = request.uri().path().strip_prefix("/layer/").and_then(|status| status.parse().ok());
    let Some(status) = status else { return next.run(request).await };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

#[fastrs::test]
async fn one_form_for_every_error_whoever_answers() {
    let closed = Router::new("").layer(ConcurrencyLimit::new(0)).routes(routes![stopped]);
    let app = || {
        let app = App::new("Test", "1").routes(routes![numbers, fails, late]);
        app.include(closed.clone()).middleware(bare_errors)
    };
    let own = [404, 405, 408, 413, 415, 429, 500, 503, 504].into_iter().fold(app(), |app, status| {
        app.on_status(status, |failure: &Failure| format!("{} at {}", failure.status(), failure.uri().path()))
    });
    let (own, problem) = (TestClient::new(own), TestClient::new(app().errors(ProblemJson)));
    let plain = TestClient::new(app());
    let statuses = [
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (408, "Request Timeout"),
        (413, "Payload Too Large"),
        (415, "Unsupported Media Type"),
        (429, "Too Many Requests"),
        (500, "Internal Server Error"),
        (503, "Service Unavailable"),
        (504, "Gateway Timeout"),
    ];
    let mut cases = Vec::new();
    for (status, phrase) in statuses {
        cases.push((Method::GET, format!("/layer/{status}"), "", status, phrase));
        cases.push((Method::GET, format!("/fails/{status}"), "", status, phrase));
    }
    let of_framework = [
        (Method::GET, "/nowhere", "", 404, "Not Found"),
        (Method::PATCH, "/numbers", "", 405, "Method Not Allowed"),
        (Method::POST, "/numbers", "[1, 2, 3, 4, 5, 6]", 413, "Payload Too Large"),
        (Method::POST, "/numbers", "text", 415, "Unsupported Media Type"),
        (Method::GET, "/stopped", "", 503, "Service Unavailable"),
        (Method::GET, "/late", "", 504, "Gateway Timeout"),
    ];
    cases.extend(
        of_framework
            .map(|(method, path, body, status, phrase)| (method, path.to_owned(), body, status, phrase)),
    );
    for (method, path, body, status, phrase) in cases {
        let media = if body == "text" { "text/plain" } else { "application/json" };
        let send = async |client: &TestClient| {
            client.request(method.clone(), &path).body(media, body).await.assert_status(status)
        };
        let code = StatusCode::from_u16(status).unwrap();
        assert_eq!(send(&own).await.text(), format!("{code} at {path}"));
        let answer = send(&problem).await;
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        assert_eq!(answer.value()["title"], phrase, "{path}");
        assert!(send(&plain).await.value()["detail"].is_string(), "{path}");
    }
}

#[post("/echo", body_limit = "1 KB", responses((415, "The body is in a coding that is not known")))]
async fn echo(#[body(raw)] text: String, #[header(default)] authorization: String) -> String {
    format!("{authorization}{text}")
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// Five of them around each other, on an app and on a router.
#[fastrs::test]
async fn layers_of_tower_http_work_together() {
    macro_rules! layered {
        ($around:expr) => {
            $around
                .layer(RequestDecompressionLayer::new())
                .layer(CompressionLayer::new())
                .layer(CorsLayer::permissive())
                .layer(TraceLayer::new_for_http())
                .layer(SetSensitiveHeadersLayer::new([fastrs::http::header::AUTHORIZATION]))
        };
    }
    let on_app = layered!(App::new("Test", "1")).routes(routes![echo]);
    let on_router = App::new("Test", "1").include(layered!(Router::new("")).routes(routes![echo]));
    let text = "a word ".repeat(100);
    let bomb = gzipped(&vec![b' '; 1 << 20]);
    for app in [on_app, on_router] {
        let client = TestClient::new(app.errors(ProblemJson));
        let post = |body: Vec<u8>, coding| {
            let request = client.post("/echo").body("text/plain", body).header("content-encoding", coding);
            request.header("origin", "https://x.example").header("authorization", "Bearer secret")
        };
        let answer = post(gzipped(text.as_bytes()), "gzip").await.assert_ok();
        assert_eq!(answer.text(), format!("Bearer secret{text}"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let answer =
            post(gzipped(text.as_bytes()), "gzip").header("accept-encoding", "gzip").await.assert_ok();
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert!(answer.bytes().len() < text.len() / 2);
        for (body, coding, status) in [
            // The limit is that of what the handler gets.
            (bomb.clone(), "gzip", 413),
            (b"no gzip at all".to_vec(), "gzip", 400),
            (text.clone().into_bytes(), "unknown", 415),
        ] {
            let answer = post(body, coding).await.assert_status(status);
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{coding}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{coding}");
        }
    }
}

struct Tenants(&'static str);

struct Visitor(String);

static VISITORS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

#[dependency]
async fn visitor(#[header] x_visitor: String) -> Result<Visitor, HttpError> {
    VISITORS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    if x_visitor == "nobody" { Err(HttpError::new(401, "who?")) } else { Ok(Visitor(x_visitor)) }
}

/// Lets a tenant's visitors in.
#[middleware]
async fn of_tenant(
    /// The tenant.
    #[header(min_length = 2)]
    x_tenant: String,
    #[query(default = 1, le = 9)] times: u8,
    tenants: State<Tenants>,
    visitor: Depends<Visitor>,
    client: ClientAddr,
    request: Request,
    next: Next,
) -> Response {
    if x_tenant != tenants.0 {
        return HttpError::new(403, "another tenant").into_response(StatusCode::OK);
    }
    let mut response = next.run(request).await;
    let seen = format!("{} {times} {}", visitor.0, client.0.ip());
    response.headers_mut().insert("x-seen", seen.parse().unwrap());
    response
}

#[post("/tenants")]
async fn tenant_echo(visitor: Depends<Visitor>, #[body] numbers: Vec<u8>) -> String {
    format!("{} {numbers:?}", visitor.0)
}

fn of_tenants() -> [App; 3] {
    let app = || App::new("Test", "1").state(Tenants("acme")).errors(ProblemJson);
    [
        app().routes(routes![tenant_echo]).middleware(of_tenant),
        app().include(Router::new("").middleware(of_tenant).routes(routes![tenant_echo])),
        app().routes(routes![around_one]),
    ]
}

#[post("/tenants", layers = [of_tenant])]
async fn around_one(visitor: Depends<Visitor>, #[body] numbers: Vec<u8>) -> String {
    tenant_echo(visitor, numbers).await
}

#[fastrs::test]
async fn a_middleware_takes_the_arguments_of_a_handler() {
    for app in of_tenants() {
        let client = TestClient::new(app);
        let post = |tenant: &str, visitor: &str, path: &str| {
            let request = client.post(path).json(&[1, 2]).header("x-tenant", tenant);
            request.header("x-visitor", visitor)
        };
        let before = VISITORS.load(std::sync::atomic::Ordering::Relaxed);
        let answer = post("acme", "ann", "/tenants?times=3").await.assert_ok();
        // The body is still there for the handler, and the visitor was made once for both.
        assert_eq!(
            (answer.text().as_str(), answer.header("x-seen")),
            ("ann [1, 2]", Some("ann 3 127.0.0.1"))
        );
        assert_eq!(VISITORS.load(std::sync::atomic::Ordering::Relaxed), before + 1);
        assert_eq!(
            post("other", "ann", "/tenants").await.assert_status(403).value()["detail"],
            "another tenant"
        );
        let unknown = post("acme", "nobody", "/tenants").await.assert_status(401);
        assert_eq!(unknown.header("content-type"), Some("application/problem+json"));
        let wrong = post("a", "ann", "/tenants?times=10").await.assert_status(422).value();
        let places: Vec<_> = wrong["errors"].as_array().unwrap().iter().map(|error| &error["loc"]).collect();
        assert_eq!(places, [&json!(["query", "times"]), &json!(["header", "x-tenant"])]);

        let operation = &client.openapi()["paths"]["/tenants"]["post"];
        let names: Vec<_> =
            operation["parameters"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["times", "x-tenant", "x-visitor"]);
        assert_eq!(operation["parameters"][1]["description"], "The tenant.");
    }
}

#[middleware]
async fn by_path(#[path] item_id: u8, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-item", u16::from(item_id).into());
    response
}

#[get("/items/{item_id}", layers = [by_path, ConcurrencyLimit::new(1), SecurityHeaders::new()])]
async fn read_item(item_id: u16) -> String {
    item_id.to_string()
}

#[fastrs::test]
async fn layers_of_one_route_stand_around_it_alone() {
    let client = TestClient::new(app().routes(routes![read_item]));
    let answer = client.get("/items/7").await.assert_ok();
    assert_eq!((answer.header("x-item"), answer.header("referrer-policy")), (Some("7"), Some("no-referrer")));
    // The last one is outermost: it sees what the others answer.
    let refused = client.get("/items/300").await.assert_status(422);
    assert_eq!((refused.header("x-item"), refused.header("referrer-policy")), (None, Some("no-referrer")));
    assert_eq!(client.get("/").await.header("referrer-policy"), None);
}

struct Session;

impl fastrs::Finish for Session {
    async fn finish(self, _: fastrs::Outcome<'_>) -> Result<(), HttpError> {
        Ok(())
    }
}

#[dependency(finish)]
async fn session() -> Session {
    Session
}

#[middleware]
async fn with_session(_session: Depends<Session>, request: Request, next: Next) -> Response {
    next.run(request).await
}

#[fastrs::test]
async fn what_a_middleware_cannot_take_is_a_fault_of_the_wiring() {
    let faults =
        app().middleware(by_path).middleware(with_session).middleware(of_tenant).build().unwrap_err();
    let told: Vec<_> = faults.iter().map(|fault| fault.what.replace(module_path!(), "")).collect();
    assert_eq!(
        told,
        [
            "the app has no state of type `::Tenants`",
            "the middleware `::by_path` takes `item_id` of the path, and stands around the app",
            "the middleware `::with_session` takes a dependency that finishes after the handler",
        ]
    );
}

#[middleware]
async fn closed_at_night(request: Request, next: Next) -> Response {
    match request.headers().get("x-hour").map(|hour| hour.as_bytes()) {
        Some(b"night") => HttpError::new(423, "closed").into_response(StatusCode::LOCKED),
        Some(b"noon") => HttpError::new(418, "tea").into_response(StatusCode::IM_A_TEAPOT),
        _ => next.run(request).await,
    }
}

#[get("/late-shop", responses((423, "Not this shop")))]
async fn late_shop() {}

#[fastrs::test]
async fn what_a_middleware_around_the_app_answers_can_be_declared() {
    let shop = Router::new("").response(423, "Not this router").routes(routes![routed]);
    let app = App::new("Test", "1.0.0")
        .include(shop)
        .routes(routes![root, late_shop])
        .middleware(closed_at_night)
        .response(423, "The shop is closed");
    let client = TestClient::new(app);
    let words =
        |path: &str| client.openapi()["paths"][path]["get"]["responses"]["423"]["description"].clone();
    let told = ["/", "/routed", "/late-shop"].map(words);
    assert_eq!(told, ["The shop is closed", "Not this router", "Not this shop"].map(serde_json::Value::from));
    client.get("/").header("x-hour", "night").await.assert_status(423);
    // What nobody has declared is no answer of the document.
    let tea = tokio::spawn(async move { client.get("/").header("x-hour", "noon").await.status() });
    let panic = *tea.await.unwrap_err().into_panic().downcast::<String>().unwrap();
    assert!(panic.contains("the status 418 is not documented, only 200, 423"), "{panic}");
}
