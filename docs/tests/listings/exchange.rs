//! One request to a program of the book, in one line.

use fastrs::App;
use fastrs::serde_json::{self, Value};
use fastrs::testing::{TestClient, TestRequest};

/// Status and JSON of an answer.
pub async fn answer(request: TestRequest<'_>) -> (u16, Value) {
    let response = request.await;
    (response.status(), serde_json::from_slice(response.bytes()).unwrap_or_default())
}

/// What a program answers to a GET request.
pub async fn get(app: App, target: &str) -> (u16, Value) {
    let client = TestClient::new(app);
    answer(client.get(target)).await
}

/// What a program answers to a PUT request with this JSON.
pub async fn put(app: App, target: &str, body: &Value) -> (u16, Value) {
    let client = TestClient::new(app);
    answer(client.put(target).json(body)).await
}

/// `type` and `loc` of every fault of a 422: `missing query.q`.
#[track_caller]
pub fn faults((status, body): &(u16, Value)) -> Vec<String> {
    assert_eq!(*status, 422, "{body}");
    let step = |item: &Value| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    let fault = |error: &Value| {
        let loc: Vec<String> = error["loc"].as_array().into_iter().flatten().map(step).collect();
        format!("{} {}", error["type"].as_str().unwrap_or_default(), loc.join("."))
    };
    body["detail"].as_array().into_iter().flatten().map(fault).collect()
}

/// The parameters of the only operation of a program's document.
pub fn parameters(app: App) -> Value {
    let document = TestClient::new(app).openapi().clone();
    let path =
        document["paths"].as_object().and_then(|paths| paths.values().next().cloned()).unwrap_or_default();
    let operation = path.as_object().and_then(|path| path.values().next().cloned()).unwrap_or_default();
    operation["parameters"].clone()
}
