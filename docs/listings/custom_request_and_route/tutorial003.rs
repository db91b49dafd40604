use std::time::Instant;

use fastrs::http::HeaderValue;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// Says how long the handler took. Only the routes of its router have it.
#[middleware]
async fn timed_route(request: Request, next: Next) -> Response {
    let before = Instant::now();
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::try_from(before.elapsed().as_secs_f64().to_string()) {
        response.headers_mut().insert("x-response-time", value);
    }
    response
}

#[get("/")]
async fn not_timed() -> Json<Value> {
    Json(json!({ "message": "Not timed" }))
}

#[get("/timed")]
async fn timed() -> Json<Value> {
    Json(json!({ "message": "It's the time of my life" }))
}

pub fn app() -> App {
    let timed_routes = Router::new("").middleware(timed_route).routes(routes![timed]);
    App::new("FastAPI", "0.1.0").routes(routes![not_timed]).include(timed_routes)
}
