use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items-header/{item_id}")]
async fn read_item_header(item_id: String) -> Result<Json<Value>, HttpError> {
    if item_id != "foo" {
        return Err(HttpError::new(404, "Item not found").with_header("x-error", "There goes my error"));
    }
    Ok(Json(json!({ "item": "The Foo Wrestlers" })))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item_header])
}
