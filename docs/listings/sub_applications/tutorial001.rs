use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/app")]
async fn read_main() -> Json<Value> {
    Json(json!({ "message": "Hello World from main app" }))
}

#[get("/sub")]
async fn read_sub() -> Json<Value> {
    Json(json!({ "message": "Hello World from sub API" }))
}

pub fn app() -> App {
    let subapi = App::new("FastAPI", "0.1.0").routes(routes![read_sub]);
    App::new("FastAPI", "0.1.0").routes(routes![read_main]).mount("/subapi", subapi)
}
