//! The app's own error handlers, and its layers.

use fastrs::middleware::{HttpsRedirect, TrustedHosts};
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs::validate::ValidationErrors;
use fastrs::{Failure, ProblemJson};
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error)]
#[error("out of {0}")]
struct OutOf(&'static str);

#[derive(Debug, thiserror::Error, ApiError)]
enum Typed {
    #[error("typed")]
    #[status(409)]
    Conflict,
}

#[get("/through")]
async fn through() -> Result<&'static str, HttpError> {
    Err(OutOf("milk"))?
}

#[get("/typed")]
async fn typed() -> Result<&'static str, Typed> {
    Err(Typed::Conflict)
}

#[get("/login")]
async fn login() -> Result<&'static str, HttpError> {
    Err(HttpError::new(401, "who?").with_header("www-authenticate", "Bearer"))
}

#[get("/panic")]
async fn panics() -> &'static str {
    panic!("secret")
}

#[get("/fails")]
async fn fails() -> Result<&'static str, HttpError> {
    Err(std::io::Error::other("secret"))?
}

#[get("/slow", timeout = "20 ms")]
async fn slow() -> &'static str {
    std::future::pending().await
}

#[post("/numbers/{id}")]
async fn numbers(id: u8, #[body] numbers: Vec<u8>) -> Vec<u8> {
    let _ = id;
    numbers
}

/// An answer of the handler's own is no error of the framework's.
#[get("/own", responses((404, "Not there", Json<Value>)))]
async fn own() -> Reply<Json<Value>> {
    Reply::new(Json(json!({ "own": true }))).status(404)
}

fn app() -> App {
    let routes = routes![through, typed, login, panics, fails, slow, numbers, own];
    App::new("Test", "1.0.0").routes(routes)
}

fn described(client: &TestClient, path: &str, method: &str) -> Value {
    client.openapi()["paths"][path][method]["responses"].clone()
}

#[fastrs::test]
async fn errors_are_answered_by_type_by_status_and_where_input_is_invalid() {
    let invalid = |errors: &ValidationErrors, failure: &Failure| {
        let body = failure.body().map(|body| String::from_utf8_lossy(body).into_owned());
        Json(json!({ "count": errors.len(), "body": body, "path": failure.uri().path() }))
    };
    let client = TestClient::new(
        app()
            .on_error(418, |error: &OutOf, _: &Failure| Json(json!({ "missing": error.0 })))
            .on_error(410, |error: &Typed, _: &Failure| format!("{error}!"))
            .on_status(404, |failure: &Failure| format!("{} is not here", failure.uri().path()))
            .on_status(500, |failure: &Failure| failure.detail().to_string())
            .on_status(405, |_: &Failure| "no")
            .on_invalid(400, invalid),
    );
    let answer = client.get("/through").await.assert_status(418);
    assert_eq!(answer.value(), json!({ "missing": "milk" }));
    assert_eq!(client.get("/typed").await.assert_status(410).text(), "typed!");
    assert_eq!(described(&client, "/typed", "get")["410"]["description"], "Gone");
    assert!(described(&client, "/numbers/{id}", "post").get("410").is_none(), "it has no such error");
    assert_eq!(client.get("/nowhere").await.assert_status(404).text(), "/nowhere is not here");
    let other = client.put("/through").await.assert_status(405);
    assert_eq!((other.text().as_str(), other.header("allow")), ("no", Some("GET, HEAD, OPTIONS")));
    // Nothing of the inside comes out, whoever writes the answer.
    assert_eq!(client.get("/panic").await.assert_status(500).text(), "\"Internal Server Error\"");
    assert_eq!(client.get("/fails").await.assert_status(500).text(), "\"Internal Server Error\"");
    let refused = client.post("/numbers/x").json(&json!([1, 999])).await.assert_status(400);
    assert_eq!(refused.value(), json!({ "count": 2, "body": "[1,999]", "path": "/numbers/x" }));
    assert_eq!(client.get("/own").await.assert_status(404).value(), json!({ "own": true }));

    let responses = described(&client, "/numbers/{id}", "post");
    assert!(responses["400"].is_object() && responses["422"].is_null(), "{responses}");
    assert!(described(&client, "/through", "get")["418"].is_object());
    assert!(described(&client, "/own", "get")["404"]["content"]["application/json"].is_object());
}

#[fastrs::test]
async fn one_form_for_every_error() {
    let client = TestClient::new(app().errors(ProblemJson).layer(TrustedHosts::new(["here"])));
    let get = |path| client.get(path).header("host", "here");
    let cases = [
        ("/nowhere", 404, "Not Found", Value::Null),
        ("/login", 401, "Unauthorized", json!("who?")),
        ("/fails", 500, "Internal Server Error", Value::Null),
        ("/panic", 500, "Internal Server Error", Value::Null),
        ("/slow", 504, "Gateway Timeout", Value::Null),
        ("/typed", 409, "Conflict", json!("typed")),
    ];
    for (path, status, title, detail) in cases {
        let answer = get(path).await.assert_status(status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        let body = answer.value();
        assert_eq!(
            (&body["title"], &body["detail"], &body["instance"]),
            (&json!(title), &detail, &json!(path))
        );
    }
    assert_eq!(get("/login").await.header("www-authenticate"), Some("Bearer"));
    // what a layer answers, too
    let refused = client.get("/typed").header("host", "there").await.assert_status(400);
    assert_eq!(refused.value()["detail"], "Invalid host header");
    let refused =
        client.post("/numbers/x").header("host", "here").json(&json!(["a"])).await.assert_status(422);
    assert_eq!(refused.value()["errors"].as_array().unwrap().len(), 2);

    let problem = &described(&client, "/numbers/{id}", "post")["422"]["content"];
    assert_eq!(
        problem["application/problem+json"]["schema"],
        json!({ "$ref": "#/components/schemas/Problem" })
    );
    assert!(client.openapi()["components"]["schemas"]["HTTPValidationError"].is_null());
}

#[fastrs::test]
async fn a_status_that_is_no_error_is_a_fault_of_the_wiring() {
    let faults = app().on_status(200, |_: &Failure| "").build().unwrap_err().to_string();
    assert!(faults.contains("`App::on_status(200, …)`"), "{faults}");
}

#[fastrs::test]
async fn redirects_lead_to_known_hosts_alone() {
    let client = TestClient::new(app().layer(HttpsRedirect::new(["shop.example", "*.shop.example"])));
    let cases = [
        ("shop.example", 307, Some("https://shop.example/own?a=1")),
        ("WWW.shop.example:8000", 307, Some("https://www.shop.example/own?a=1")),
        ("evilshop.example", 400, None),
        (".shop.example", 400, None),
        ("shop.example.evil", 400, None),
        ("shop.example@evil", 400, None),
    ];
    for (host, status, location) in cases {
        let answer = client.get("/own?a=1").header("host", host).await;
        assert_eq!((answer.status(), answer.header("location")), (status, location), "{host}");
    }
    client.get("/own?a=1").await.assert_status(400);
    // Whoever is not trusted cannot say that the way was safe.
    let trusting = app().trusted_proxies(["127.0.0.1"]).layer(HttpsRedirect::new(["shop.example"]));
    for (client, status) in [(client, 307), (TestClient::new(trusting), 404)] {
        let request = client.get("/own").header("host", "shop.example").header("x-forwarded-proto", "https");
        request.await.assert_status(status);
    }
}

#[middleware]
async fn outside(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().append("x-order", fastrs::http::HeaderValue::from_static("outside"));
    response
}

#[middleware]
async fn inside(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().append("x-order", fastrs::http::HeaderValue::from_static("inside"));
    response
}

#[get("/{id}")]
async fn layered(id: u8, client: ClientAddr) -> String {
    format!("{id} {}", client.0.ip())
}

#[fastrs::test]
async fn a_router_has_layers_of_its_own() {
    let inner = Router::new("/inner").middleware(inside).routes(routes![layered]);
    let client = TestClient::new(app().include(Router::new("/outer").middleware(outside).include(inner)));
    let answer = client.get("/outer/inner/7").await.assert_ok();
    assert_eq!(answer.text(), "7 127.0.0.1");
    let order: Vec<_> = answer.headers().get_all("x-order").iter().map(|v| v.to_str().unwrap()).collect();
    assert_eq!(order, ["inside", "outside"]);
    assert_eq!(client.head("/outer/inner/7").await.assert_ok().text(), "");
    assert_eq!(client.get("/typed").await.header("x-order"), None);
}

#[fastrs::test]
async fn a_panic_outside_of_handlers_is_a_500_for_its_own_request() {
    let wrong = |_: &Failure| -> String { panic!("in an error handler") };
    let client = TestClient::new(app().on_status(404, wrong));
    client.get("/nowhere").await.assert_status(500);
    client.get("/own").await.assert_status(404);
    let wrong = |request: Request, next: Next| {
        assert!(request.uri().path() != "/own", "in a middleware");
        next.run(request)
    };
    let client = TestClient::new(app().middleware(wrong));
    client.get("/own").await.assert_status(500);
    client.get("/nowhere").await.assert_status(404);
}
