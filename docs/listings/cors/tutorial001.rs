use fastrs::http::HeaderValue;
use fastrs::middleware::{AllowHeaders, AllowMethods, CorsLayer};
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

const ORIGINS: [HeaderValue; 4] = [
    HeaderValue::from_static("http://localhost.tiangolo.com"),
    HeaderValue::from_static("https://localhost.tiangolo.com"),
    HeaderValue::from_static("http://localhost"),
    HeaderValue::from_static("http://localhost:8080"),
];

#[get("/")]
async fn main() -> Json<Value> {
    Json(json!({ "message": "Hello World" }))
}

pub fn app() -> App {
    let cors = CorsLayer::new()
        .allow_origin(ORIGINS)
        .allow_credentials(true)
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request());
    App::new("FastAPI", "0.1.0").layer(cors).routes(routes![main])
}
