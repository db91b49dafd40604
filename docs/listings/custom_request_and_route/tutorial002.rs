use fastrs::Failure;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::validate::ValidationErrors;

/// Beside the faults, the body as it came: for the log of a client that is being written.
fn with_body(errors: &ValidationErrors, failure: &Failure) -> Json<Value> {
    let body = failure.body().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Json(json!({ "detail": { "errors": errors, "body": body } }))
}

#[post("/")]
async fn sum_numbers(#[body] numbers: Vec<i64>) -> Json<Value> {
    Json(json!(numbers.iter().sum::<i64>()))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").on_invalid(422, with_body).routes(routes![sum_numbers])
}
