use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/")]
async fn read_main() -> Json<Value> {
    Json(json!({ "msg": "Hello World" }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_main])
}
