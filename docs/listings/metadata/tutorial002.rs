use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "name": "Foo" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .docs(Docs::default().openapi("/api/v1/openapi.json"))
        .routes(routes![read_items])
}
