use fastrs::middleware::TrustedHosts;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/")]
async fn main() -> Json<Value> {
    Json(json!({ "message": "Hello World" }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .layer(TrustedHosts::new(["example.com", "*.example.com"]))
        .routes(routes![main])
}
