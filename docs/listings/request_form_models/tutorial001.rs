use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct FormData {
    username: String,
    password: String,
}

#[post("/login/")]
async fn login(#[form] data: FormData) -> Json<Value> {
    Json(json!(data))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![login])
}
