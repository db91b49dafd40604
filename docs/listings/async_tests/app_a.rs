use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/")]
async fn root() -> Json<Value> {
    Json(json!({ "message": "Tomato" }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![root])
}
