//! Rate limits: who is counted, with whom, when, and what the callers are told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use fastrs::ProblemJson;
use fastrs::extract::{FromRequest, Rejection};
use fastrs::limit::RateLimit;
use fastrs::middleware::CorsLayer;
use fastrs::prelude::*;
use fastrs::security::{HttpBearer, Principal};
use fastrs::testing::{TestClient, TestRequest};
use fastrs::{RequestContext, describe::EndpointDescription};
use fastrs_cache::RateLimits;

#[post("/login", rate_limit = "5 / 5 min")]
async fn login() -> &'static str {
    "welcome"
}

#[post("/register", rate_limit = "5 / 5 min")]
async fn register() -> &'static str {
    "welcome"
}

#[get("/free")]
async fn free() -> &'static str {
    "free"
}

#[get("/other")]
async fn other() -> &'static str {
    "other"
}

#[get("/both", rate_limit = "2 / 1 s, 3 / 24 h")]
async fn both() -> &'static str {
    "both"
}

fn app() -> App {
    App::new("Limits", "1.0.0").rate_limits(RateLimits::memory())
}

/// How many of so many requests are admitted.
async fn admitted<'c>(tries: usize, request: impl Fn() -> TestRequest<'c>) -> usize {
    let mut admitted = 0;
    for _ in 0..tries {
        let answer = request().await;
        assert!([200, 429].contains(&answer.status()), "{answer:?}");
        admitted += usize::from(answer.status() == 200);
    }
    admitted
}

#[fastrs::test]
async fn an_operation_admits_what_it_declares_and_says_where_the_caller_stands() {
    let client = TestClient::new(app().routes(routes![login, register, free]));
    for left in (0..5).rev() {
        let answer = client.post("/login").await.assert_ok();
        assert_eq!(answer.header("ratelimit-policy"), Some(r#""login";q=5;w=300"#));
        let standing = answer.header("ratelimit").unwrap().to_owned();
        let reset = if left == 0 { 60 } else { 60 * (5 - left) };
        assert_eq!(standing, format!(r#""login";r={left};t={reset}"#));
        assert_eq!(answer.header("retry-after"), None);
    }
    let refused = client.post("/login").await.assert_status(429);
    assert_eq!(refused.text(), r#"{"detail":"Too Many Requests"}"#);
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(refused.header("ratelimit"), Some(r#""login";r=0;t=60"#));
    assert_eq!(admitted(10, || client.post("/register")).await, 5, "another operation counts for itself");
    let free = client.get("/free").await.assert_ok();
    assert_eq!((free.header("ratelimit"), free.header("ratelimit-policy")), (None, None));
    assert_eq!(admitted(10, || client.post("/login").sent_from([192, 0, 2, 1])).await, 5, "another caller");
}

#[fastrs::test]
async fn a_router_and_the_app_count_their_routes_together() {
    let inner = || Router::new("/in").rate_limit("3 / 5 min").routes(routes![free, other]);
    let app = app().rate_limit("5 / 5 min").include(Router::new("/a").include(inner()));
    let client = TestClient::new(app.include(Router::new("/b").include(inner())));
    assert_eq!(admitted(2, || client.get("/a/in/free")).await, 2);
    assert_eq!(admitted(2, || client.get("/a/in/other")).await, 1);
    // the app has admitted three: what its router refused was taken from nobody
    assert_eq!(admitted(9, || client.get("/b/in/other")).await, 2);
    let refused = client.get("/a/in/free").await.assert_status(429);
    assert_eq!(refused.header("ratelimit-policy"), Some(r#""app";q=5;w=300, "a/in";q=3;w=300"#));
}

#[fastrs::test]
async fn limits_of_one_name_count_together() {
    let named = || RateLimit::new("3 / 5 min").named("auth");
    let one = Router::new("/one").rate_limit(named()).routes(routes![free]);
    let client = TestClient::new(
        app().include(one).include(Router::new("/two").rate_limit(named()).routes(routes![free])),
    );
    assert_eq!(admitted(2, || client.get("/one/free")).await, 2);
    assert_eq!(admitted(5, || client.get("/two/free")).await, 1);
    let refused = client.get("/one/free").await.assert_status(429);
    assert_eq!(refused.header("ratelimit-policy"), Some(r#""auth";q=3;w=300"#));
}

#[fastrs::test]
async fn several_rates_hold_at_once() {
    let client = TestClient::new(app().routes(routes![both]));
    let first = client.get("/both").await.assert_ok();
    assert_eq!(first.header("ratelimit-policy"), Some(r#""both-1s";q=2;w=1, "both-24h";q=3;w=86400"#));
    assert_eq!(admitted(5, || client.get("/both")).await, 1);
    fastrs::tokio::time::sleep(std::time::Duration::from_millis(1050)).await;
    assert_eq!(admitted(5, || client.get("/both")).await, 1, "the day admits three");
    let refused = client.get("/both").await.assert_status(429);
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((28790..=28800).contains(&wait), "a third of a day: {wait}");
}

#[fastrs::test]
async fn an_address_is_believed_of_trusted_proxies_alone() {
    let app = |app: App| TestClient::new(app.routes(routes![login]));
    let from = |client: &'static TestClient, address: String| {
        client.post("/login").header("x-forwarded-for", address)
    };
    let untrusting: &'static _ = Box::leak(Box::new(app(self::app())));
    let count = AtomicU32::new(0);
    let next = || count.fetch_add(1, Ordering::Relaxed);
    assert_eq!(admitted(20, || from(untrusting, format!("192.0.2.{}", next()))).await, 5);
    let trusting: &'static _ = Box::leak(Box::new(app(self::app().trusted_proxies(["127.0.0.1"]))));
    assert_eq!(admitted(20, || from(trusting, format!("192.0.2.{}", next()))).await, 20);
    // what the client writes before its own address is its word alone
    assert_eq!(admitted(20, || from(trusting, format!("192.0.2.{}, 198.51.100.1", next()))).await, 5);
    assert_eq!(
        admitted(20, || from(trusting, format!("2001:db8::{}", next()))).await,
        5,
        "a /64 is one caller"
    );
}

struct Caller(String);

impl FromRequest for Caller {
    fn describe(description: &mut EndpointDescription) {
        <HttpBearer as FromRequest>::describe(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let token = HttpBearer::from_request(cx).await?;
        let name = token.token().split('-').next().unwrap_or_default().to_owned();
        if name == "nobody" {
            return Err(HttpError::new(401, "unknown").into());
        }
        cx.set_principal(Principal::new(format!("user:{name}")));
        Ok(Self(name))
    }
}

#[get("/mine", rate_limit = RateLimit::new("3 / 5 min").by_principal())]
async fn mine(caller: Caller, count: State<AtomicU32>) -> String {
    count.fetch_add(1, Ordering::Relaxed);
    caller.0
}

#[get("/open", rate_limit = RateLimit::new("3 / 5 min").by_principal())]
async fn open() -> &'static str {
    "anybody"
}

#[fastrs::test]
async fn a_principal_is_counted_wherever_it_comes_from() {
    let app = app().state(AtomicU32::new(0)).routes(routes![mine, open]);
    let client = TestClient::new(app);
    for _ in 0..10 {
        client.get("/mine").await.assert_status(401);
        client.get("/mine").bearer("nobody-1").await.assert_status(401);
    }
    let count = AtomicU32::new(0);
    let next = || count.fetch_add(1, Ordering::Relaxed);
    let ann = || client.get("/mine").bearer(format!("ann-{}", next())).sent_from([192, 0, 2, next() as u8]);
    let first = ann().await.assert_ok();
    assert_eq!(first.header("ratelimit"), Some(r#""mine";r=2;t=100"#));
    assert_eq!(admitted(10, ann).await, 2, "whatever token and address");
    assert_eq!(ann().await.header("ratelimit"), Some(r#""mine";r=0;t=100"#));
    assert_eq!(admitted(10, || client.get("/mine").bearer("ben-1")).await, 3);
    assert_eq!(admitted(10, || client.get("/open")).await, 3, "without a principal by address");
    assert_eq!(admitted(10, || client.get("/open").sent_from([192, 0, 2, 200])).await, 3);
}

/// Asks a router's limit by principal, although only the handler's own argument knows who calls.
#[fastrs::test]
async fn a_router_may_count_by_principal() {
    #[get("/a")]
    async fn a(caller: Caller) -> String {
        caller.0
    }
    #[get("/b")]
    async fn b(caller: Caller) -> String {
        caller.0
    }
    let router = Router::new("").rate_limit(RateLimit::new("4 / 5 min").by_principal()).routes(routes![a, b]);
    let client = TestClient::new(app().include(router));
    assert_eq!(admitted(3, || client.get("/a").bearer("ann")).await, 3);
    assert_eq!(admitted(3, || client.get("/b").bearer("ann")).await, 1);
    assert_eq!(admitted(9, || client.get("/b").bearer("ben")).await, 4);
}

#[fastrs::test]
async fn a_key_may_be_a_header_or_what_a_function_makes() {
    let by_header = Router::new("/h").rate_limit(RateLimit::new("2 / 5 min").by_header("x-api-key"));
    let by_function = RateLimit::new("2 / 5 min").by(|request| request.uri().query().map(str::to_owned));
    let all = Router::new("/all").rate_limit(RateLimit::new("2 / 5 min").for_all());
    let costly =
        RateLimit::new("10 / 5 min").cost(|request| if request.uri().query() == Some("x") { 4 } else { 0 });
    let app = app()
        .include(by_header.routes(routes![free]))
        .include(Router::new("/f").rate_limit(by_function).routes(routes![free]))
        .include(Router::new("/c").rate_limit(costly).routes(routes![free]))
        .include(all.routes(routes![free]));
    let client = TestClient::new(app);
    for key in ["one", "two"] {
        assert_eq!(admitted(5, || client.get("/h/free").header("x-api-key", key)).await, 2);
        assert_eq!(admitted(5, || client.get(&format!("/f/free?{key}"))).await, 2);
    }
    assert_eq!(admitted(5, || client.get("/f/free")).await, 5, "no key, no limit");
    assert_eq!(admitted(5, || client.get("/c/free?x")).await, 2, "at four each, ten are two");
    assert_eq!(admitted(5, || client.get("/c/free")).await, 5, "free of cost");
    assert_eq!(admitted(1, || client.get("/all/free")).await, 1);
    assert_eq!(admitted(5, || client.get("/all/free").sent_from([192, 0, 2, 1])).await, 1);
}

#[derive(Default)]
struct Ran(AtomicU32);

struct Costly;

#[dependency]
async fn costly(ran: State<Ran>) -> Costly {
    ran.0.fetch_add(1, Ordering::Relaxed);
    Costly
}

#[model]
struct Word {
    word: String,
}

#[post("/work", rate_limit = "1 / 5 min", depends = [Costly])]
async fn work(word: Word, seen: State<Arc<Ran>>) -> String {
    seen.0.fetch_add(1, Ordering::Relaxed);
    word.word
}

#[fastrs::test]
async fn what_is_refused_costs_neither_dependencies_nor_the_body() {
    let handled = Arc::new(Ran::default());
    let client = TestClient::new(app().state(Ran::default()).state(handled.clone()).routes(routes![work]));
    client.post("/work").body("application/json", "{").await.assert_status(422);
    client.post("/work").body("application/json", "{").await.assert_status(429);
    client.post("/work").json(&serde_json::json!({ "word": "x" })).await.assert_status(429);
    assert_eq!(handled.0.load(Ordering::Relaxed), 0);
}

#[fastrs::test]
async fn preflights_are_free_and_scripts_may_read_a_refusal() {
    let app = app().layer(CorsLayer::permissive()).rate_limit("1 / 5 min").routes(routes![login, free]);
    let client = TestClient::new(app);
    for _ in 0..5 {
        let preflight = client.options("/free").header("origin", "https://x.example");
        preflight.header("access-control-request-method", "GET").await.assert_ok();
        client.options("/free").await.assert_status(200);
    }
    client.get("/free").header("origin", "https://x.example").await.assert_ok();
    let refused = client.get("/free").header("origin", "https://x.example").await.assert_status(429);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    assert!(refused.header("retry-after").is_some());
}

#[fastrs::test]
async fn a_refusal_has_the_form_of_the_apps_errors() {
    let app =
        app().errors(ProblemJson).on_status(429, |_: &fastrs::Failure| Json("slower")).routes(routes![login]);
    let client = TestClient::new(app);
    assert_eq!(admitted(5, || client.post("/login")).await, 5);
    let refused = client.post("/login").await.assert_status(429);
    assert_eq!((refused.text().as_str(), refused.header("retry-after")), (r#""slower""#, Some("60")));
    let client = TestClient::new(self::app().errors(ProblemJson).routes(routes![login]));
    assert_eq!(admitted(5, || client.post("/login")).await, 5);
    let refused = client.post("/login").await.assert_status(429);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert_eq!(refused.value()["status"], 429);
}

#[fastrs::test]
async fn the_document_has_the_limits() {
    let closed = RateLimit::new("5 / 5 min").closed_when_away();
    let app = app()
        .include(Router::new("/in").rate_limit(closed).routes(routes![free]))
        .routes(routes![login, other]);
    let client = TestClient::new(app);
    let document = client.openapi();
    let login = &document["paths"]["/login"]["post"]["responses"];
    assert_eq!(login["429"]["description"], "The caller has asked too often");
    for header in ["Retry-After", "RateLimit", "RateLimit-Policy"] {
        assert!(login["429"]["headers"][header].is_object(), "{login:#}");
    }
    assert!(login["200"]["headers"]["RateLimit"].is_object());
    assert_eq!(login["503"], serde_json::Value::Null);
    assert!(document["paths"]["/in/free"]["get"]["responses"]["503"].is_object());
    assert_eq!(document["paths"]["/other"]["get"]["responses"]["429"], serde_json::Value::Null);
}

#[fastrs::test]
async fn a_setting_switches_them_off() {
    let app = App::new("Limits", "1.0.0").rate_limits(RateLimits::off()).rate_limit("1 / 5 min");
    let app = app.middleware(RateLimit::new("1 / 5 min")).routes(routes![login]);
    let client = TestClient::new(app);
    assert_eq!(admitted(20, || client.post("/login")).await, 20);
    assert_eq!(client.post("/login").await.header("ratelimit"), None);
    assert!(client.openapi()["paths"]["/login"]["post"]["responses"]["429"].is_object());
}

#[fastrs::test]
async fn around_the_app_everything_counts() {
    let client = TestClient::new(app().middleware(RateLimit::new("3 / 5 min")).routes(routes![free]));
    client.get("/nothing").await.assert_status(404);
    client.get("/openapi.json").await.assert_ok();
    let last = client.get("/free").await.assert_ok();
    assert_eq!(last.header("ratelimit"), Some(r#""around";r=0;t=100"#));
    let refused = client.get("/free").await.assert_status(429);
    assert_eq!(refused.text(), r#"{"detail":"Too Many Requests"}"#);
    client.get("/nothing").unchecked().await.assert_status(429);
    client.get("/free").sent_from([192, 0, 2, 1]).await.assert_ok();
}

#[test]
fn what_cannot_count_does_not_start() {
    #[track_caller]
    fn check(app: App, what: &str) {
        let faults = app.build().unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| fault.what.clone()).collect();
        assert!(told.len() == 1 && told[0].contains(what), "{told:?}");
    }
    let bare = || App::new("Limits", "1.0.0").routes(routes![free]);
    check(bare().rate_limit("5 / 5 min"), "`rate_limit` needs a provider");
    check(bare().rate_limits(RateLimits::memory()).rate_limit("five"), "`five` is no rate");
    check(bare().middleware(RateLimit::new("5 / 5 min")), "no store that counts");
    let by_principal = RateLimit::new("5 / 5 min").by_principal();
    check(bare().rate_limits(RateLimits::memory()).middleware(by_principal), "nobody knows yet who calls");
}

#[fastrs::test]
async fn sixty_four_clients_at_once_are_admitted_exactly() {
    let app = app().rate_limit("1000 / 24 h").routes(routes![free]);
    let client = Arc::new(TestClient::new(app));
    let clients: Vec<_> = (0..64)
        .map(|_| {
            let client = client.clone();
            fastrs::tokio::spawn(async move { admitted(30, || client.get("/free")).await })
        })
        .collect();
    let mut sum = 0;
    for client in clients {
        sum += client.await.unwrap();
    }
    assert_eq!(sum, 1000);
}

#[fastrs::test]
async fn head_counts_as_get_does() {
    let client = TestClient::new(app().rate_limit("2 / 5 min").routes(routes![free]));
    client.head("/free").await.assert_ok();
    client.get("/free").await.assert_ok();
    client.head("/free").await.assert_status(429);
}
