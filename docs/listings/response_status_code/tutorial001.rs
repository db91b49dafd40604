use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/items/", status = 201)]
async fn create_item(name: String) -> Json<Value> {
    Json(json!({ "name": name }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_item])
}
