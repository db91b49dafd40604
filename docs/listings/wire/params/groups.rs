//! Several parameters, and models of them.

use fastrs::prelude::*;
use serde_json::{Value, json};

#[get("/many")]
async fn many(a: i64, b: f64, c: bool, #[query(default = "d")] d: String) -> Json<Value> {
    Json(json!({ "a": a, "b": b, "c": c, "d": d }))
}

#[model(literal, rename_all = "lowercase")]
#[derive(Default)]
enum Order {
    #[default]
    Up,
    Down,
}

#[model(deny_unknown_fields)]
struct Filter {
    #[field(default = 10)]
    limit: i64,
    #[field(default)]
    tags: Vec<String>,
    #[field(default)]
    order: Order,
}

#[get("/model")]
async fn model(#[query] filter: Filter) -> Json<Value> {
    Json(json!(filter))
}

#[model]
struct Loose {
    limit: i64,
    tag: Option<String>,
}

#[get("/model-loose")]
async fn model_loose(#[query] filter: Loose) -> Json<Value> {
    Json(json!(filter))
}

#[model]
struct Headers {
    x_one: i64,
    #[field(default = "two")]
    x_two: String,
    #[field(default)]
    x_many: Vec<String>,
}

#[get("/h/model")]
async fn h_model(#[header] headers: Headers) -> Json<Value> {
    Json(json!(headers))
}

#[model(deny_unknown_fields)]
struct Cookies {
    sid: String,
    #[field(default = 1)]
    n: i64,
}

#[get("/c/model")]
async fn c_model(#[cookie] cookies: Cookies) -> Json<Value> {
    Json(json!(cookies))
}

pub(super) fn router() -> Router {
    Router::new("").routes(routes![many, model, model_loose, h_model, c_model])
}
