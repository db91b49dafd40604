use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/login/")]
async fn login(#[form] username: String, #[form] password: String) -> Json<Value> {
    let _ = password;
    Json(json!({ "username": username }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![login])
}
