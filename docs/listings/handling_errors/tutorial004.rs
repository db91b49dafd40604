use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::validate::ValidationErrors;
use fastrs::{ErrorFormat, Failure};

/// Every error as plain text.
struct PlainText;

impl ErrorFormat for PlainText {
    type Answer = String;

    fn answer(&self, failure: &Failure) -> String {
        let detail = failure.detail();
        detail.as_str().map_or_else(|| detail.to_string(), str::to_owned)
    }
}

fn validation_error(errors: &ValidationErrors, _: &Failure) -> String {
    let mut message = "Validation errors:".to_owned();
    for error in errors {
        let place: Vec<String> = error.loc.iter().map(|item| format!("'{item}'")).collect();
        message += &format!("\nField: ({}), Error: {}", place.join(", "), error.msg);
    }
    message
}

#[get("/items/{item_id}")]
async fn read_item(item_id: i64) -> Result<Json<Value>, HttpError> {
    if item_id == 3 {
        return Err(HttpError::new(418, "Nope! I don't like 3."));
    }
    Ok(Json(json!({ "item_id": item_id })))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .errors(PlainText)
        .on_invalid(400, validation_error)
        .routes(routes![read_item])
}
