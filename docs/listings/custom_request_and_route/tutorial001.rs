use fastrs::middleware::RequestDecompressionLayer;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/sum")]
async fn sum_numbers(#[body] numbers: Vec<i64>) -> Json<Value> {
    Json(json!({ "sum": numbers.iter().sum::<i64>() }))
}

/// Bodies that come compressed are read as if they had not been.
fn router() -> Router {
    Router::new("").layer(RequestDecompressionLayer::new()).routes(routes![sum_numbers])
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").include(router())
}
