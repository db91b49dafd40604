//! What the tables of cases share.

use fastrs::prelude::*;
use fastrs::testing::{TestClient, TestRequest};
use serde_json::{Value, json};

/// An entry of a 422, in FastAPI's form.
pub fn entry(kind: &str, loc: Value, msg: &str, input: Value, ctx: Option<Value>) -> Value {
    let mut entry = json!({ "type": kind, "loc": loc, "msg": msg, "input": input });
    if let Some(ctx) = ctx {
        entry["ctx"] = ctx;
    }
    entry
}

/// `missing` of a parameter or of a whole body.
pub fn missing(loc: Value) -> Value {
    entry("missing", loc, "Field required", Value::Null, None)
}

/// A client of an app with these routes alone.
pub fn client(routes: impl IntoIterator<Item = fastrs::Route>) -> TestClient {
    TestClient::new(App::new("Test", "1.0.0").routes(routes))
}

/// The 200 that answers with `expected`.
#[track_caller]
pub fn answers(case: &str, (status, body): &(u16, Value), expected: &Value) {
    assert_eq!((*status, body), (200, expected), "{case}");
}

/// The 422 that lists exactly `expected`, with its keys in FastAPI's order.
#[track_caller]
pub fn refuses(case: &str, (status, body): &(u16, Value), expected: &[Value]) {
    assert_eq!(*status, 422, "{case}: {body}");
    assert_eq!(body["detail"], json!(expected), "{case}");
    let text = body["detail"].to_string();
    assert_eq!(text, json!(expected).to_string(), "{case}: the order of keys");
}

/// Status and JSON of the answer.
pub async fn send(request: TestRequest<'_>) -> (u16, Value) {
    let response = request.await;
    let body = serde_json::from_slice(response.bytes()).unwrap_or_else(|_| Value::from(response.text()));
    (response.status(), body)
}

/// `type` and `loc` of every error of a 422, on one line each: `missing body.item.name`.
pub fn summary((status, body): &(u16, Value)) -> Vec<String> {
    assert_eq!(*status, 422, "{body}");
    let place = |item: &Value| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    let line = |error: &Value| {
        let loc: Vec<String> = error["loc"].as_array().unwrap().iter().map(place).collect();
        format!("{} {}", error["type"].as_str().unwrap(), loc.join("."))
    };
    body["detail"].as_array().unwrap().iter().map(line).collect()
}
