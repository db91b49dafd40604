use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/", openapi = |operation| operation["x-aperture-labs-portal"] = "blue".into())]
async fn read_items() -> Json<Value> {
    Json(json!([{ "item_id": "portal-gun" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
