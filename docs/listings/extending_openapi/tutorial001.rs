use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "name": "Foo" }]))
}

fn add_logo(document: &mut Value) {
    document["info"]["x-logo"] =
        json!({ "url": "https://fastapi.tiangolo.com/img/logo-margin/logo-teal.png" });
}

pub fn app() -> App {
    App::new("Custom title", "2.5.0")
        .summary("A document of our own")
        .description("Written by hand: whatever the document of **this** app shall say")
        .routes(routes![read_items])
        .openapi(add_logo)
}
