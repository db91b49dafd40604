//! The forms of a body: one value, several, none, and what is no JSON.

use std::collections::BTreeMap;

use fastrs::prelude::*;
use serde_json::{Map, Value, json};

use super::fields::Inner;

#[post("/list")]
async fn top_list(items: Vec<Inner>) -> Json<Value> {
    Json(json!(items))
}

#[post("/dict")]
async fn top_dict(m: BTreeMap<i64, f64>) -> Json<Value> {
    Json(json!(m))
}

#[post("/scalar")]
async fn scalar(#[body] n: i64) -> Json<Value> {
    Json(json!(n))
}

#[post("/embed")]
async fn embed(#[body(embed)] m: Inner) -> Json<Value> {
    Json(json!(m))
}

#[post("/two")]
async fn two(a: Inner, b: Inner) -> Json<Value> {
    Json(json!({ "a": a, "b": b }))
}

#[post("/mixed/{p}")]
async fn mixed(p: i64, q: i64, m: Inner, #[body(gt = 0)] n: i64) -> Json<Value> {
    Json(json!({ "p": p, "q": q, "m": m, "n": n }))
}

#[post("/optional")]
async fn optional(m: Option<Inner>) -> Json<Value> {
    Json(json!(m))
}

#[post("/optional-two")]
async fn optional_two(m: Option<Inner>, #[body] n: Option<i64>) -> Json<Value> {
    Json(json!({ "m": m, "n": n }))
}

#[post("/raw")]
async fn raw(b: Map<String, Value>) -> Json<Value> {
    Json(json!(b))
}

#[post("/any")]
async fn any_body(b: Value) -> Json<Value> {
    Json(b)
}

#[post("/bytes")]
async fn bytes_body(#[body(raw)] b: Bytes) -> Json<Value> {
    Json(json!({ "n": b.len() }))
}

// A GET has no body in HTTP, so none can be declared; who sends one all the same is read by hand, and documented so.
#[get("/get-body", openapi = describe_body)]
async fn get_body(request: Request) -> Result<Json<Value>, HttpError> {
    let bytes = request.into_body().collect(1024 * 1024).await?;
    let m: Inner = serde_json::from_slice(&bytes).map_err(|error| HttpError::new(400, error.to_string()))?;
    Ok(Json(json!(m)))
}

fn describe_body(operation: &mut Value) {
    let schema = json!({ "$ref": "#/components/schemas/Inner" });
    operation["requestBody"] =
        json!({ "content": { "application/json": { "schema": schema } }, "required": true });
}

#[delete("/delete-body")]
async fn delete_body(m: Inner) -> Json<Value> {
    Json(json!(m))
}

/// What was sent of an [`Inner`].
#[model]
struct InnerPatch {
    n: i64,
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    s: Patch<String>,
}

#[patch("/patch/{n}")]
async fn patch(#[path] n: i64, m: InnerPatch) -> Json<Value> {
    let _ = n;
    Json(json!(m))
}

pub(super) fn router() -> Router {
    Router::new("").routes(routes![
        top_list,
        top_dict,
        scalar,
        embed,
        two,
        mixed,
        optional,
        optional_two,
        raw,
        any_body,
        bytes_body,
        get_body,
        delete_body,
        patch
    ])
}
