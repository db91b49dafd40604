//! What a model may declare: unknown fields, other names, checks, constraints, itself.

use std::collections::{BTreeMap, BTreeSet};

use fastrs::prelude::*;
use fastrs::validate::Issue;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::fields::Inner;

#[model(deny_unknown_fields)]
struct Forbid {
    a: i64,
}

#[post("/forbid")]
async fn forbid(m: Forbid) -> Json<Value> {
    Json(json!(m))
}

#[model]
struct Allow {
    a: i64,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[post("/allow")]
async fn allow(m: Allow) -> Json<Value> {
    Json(json!(m))
}

#[model]
struct Strict {
    i: i64,
    s: String,
    f: f64,
    b: bool,
}

#[post("/strict")]
async fn strict(m: Strict) -> Json<Value> {
    Json(json!(m))
}

#[model]
struct Aliased {
    #[field(alias = "firstName")]
    name: String,
    #[field(default)]
    #[serde(rename(deserialize = "count", serialize = "total"))]
    n: i64,
}

#[post("/aliased")]
async fn aliased(m: Aliased) -> Json<Value> {
    Json(json!(m))
}

#[model(validate = Checked::tells_c_and_d_apart)]
struct Checked {
    #[field(default = 1, validate = is_not_negative)]
    a: i64,
    #[field(default = 1, validate = is_small)]
    b: i64,
    #[field(default = "c", validate = is_not_bad)]
    c: String,
    #[field(default = "d")]
    d: String,
}

fn is_not_negative(number: &i64) -> Result<(), &'static str> {
    if *number < 0 { Err("must not be negative") } else { Ok(()) }
}

fn is_small(number: &i64) -> Result<(), Issue> {
    if *number < 100 { Ok(()) } else { Err(Issue::assertion_error("too big")) }
}

fn is_not_bad(text: &str) -> Result<(), Issue> {
    if text == "bad" { Err(Issue::new("not_bad", "c is bad").with_ctx("what", "bad")) } else { Ok(()) }
}

impl Checked {
    fn tells_c_and_d_apart(&self) -> Result<(), &'static str> {
        if self.c == self.d { Err("c and d are the same") } else { Ok(()) }
    }
}

#[post("/checked")]
async fn checked(m: Checked) -> Json<Value> {
    Json(json!(m))
}

#[model]
struct Bounds {
    #[field(default = 5, gt = 1, le = 9)]
    n: i64,
    #[field(default = 0.5, ge = 0, lt = 1)]
    f: f64,
    #[field(default = "abc", min_length = 2, max_length = 4, pattern = "^[a-z]*$")]
    s: String,
    #[field(default = [1], min_items = 1, max_items = 2)]
    l: Vec<i64>,
    #[field(default, max_items = 1)]
    d: BTreeMap<String, i64>,
    #[field(default = [1], min_items = 1)]
    u: BTreeSet<i64>,
    #[field(default = Decimal::new(15, 1), max_digits = 3, decimal_places = 1)]
    x: Decimal,
    #[field(default = 3, multiple_of = 3)]
    m: i64,
}

#[post("/bounds")]
async fn bounds(m: Bounds) -> Json<Value> {
    Json(json!(m))
}

#[model]
struct Node {
    v: i64,
    #[field(default)]
    children: Vec<Node>,
}

#[post("/node")]
async fn node(m: Node) -> Json<Value> {
    Json(json!(m))
}

#[model]
struct Required {
    a: i64,
    b: String,
    c: Option<i64>,
    d: Inner,
    #[field(default = 1.0)]
    e: f64,
}

#[post("/required")]
async fn required(m: Required) -> Json<Value> {
    Json(json!(m))
}

pub(super) fn router() -> Router {
    Router::new("").routes(routes![forbid, allow, strict, aliased, checked, bounds, node, required])
}
