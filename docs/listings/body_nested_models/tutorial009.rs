use std::collections::BTreeMap;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/index-weights/")]
async fn create_index_weights(weights: BTreeMap<i64, f64>) -> Json<Value> {
    Json(json!(weights))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_index_weights])
}
