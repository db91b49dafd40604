use fastrs::middleware::HttpsRedirect;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/")]
async fn main() -> Json<Value> {
    Json(json!({ "message": "Hello World" }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .trusted_proxies(["127.0.0.1"])
        .layer(HttpsRedirect::new(["testserver"]))
        .routes(routes![main])
}
