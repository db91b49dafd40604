use fastrs::Failure;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, from_slice, json};
use fastrs::validate::ValidationErrors;

#[model]
struct Item {
    title: String,
    size: i64,
}

/// The faults, and the body in which they were found.
fn validation_error(errors: &ValidationErrors, failure: &Failure) -> Json<Value> {
    let body: Option<Value> = failure.body().and_then(|bytes| from_slice(bytes).ok());
    Json(json!({ "detail": errors, "body": body }))
}

#[post("/items/")]
async fn create_item(item: Item) -> Json<Value> {
    Json(json!(item))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").on_invalid(422, validation_error).routes(routes![create_item])
}
