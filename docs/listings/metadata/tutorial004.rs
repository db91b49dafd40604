use fastrs::ExternalDocs;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/users/", tags = ["users"])]
async fn get_users() -> Json<Value> {
    Json(json!([{ "name": "Harry" }, { "name": "Ron" }]))
}

#[get("/items/", tags = ["items"])]
async fn get_items() -> Json<Value> {
    Json(json!([{ "name": "wand" }, { "name": "flying broom" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .tag("users", "Who they are, and how they **log in**.")
        .tag("items", "What they have; there is _more_ to read about these.")
        .tag_external_docs(
            "items",
            ExternalDocs::new("https://fastapi.tiangolo.com/").description("Items external docs"),
        )
        .routes(routes![get_users, get_items])
}
