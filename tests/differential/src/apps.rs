//! The applications, as `peer.py` has them in FastAPI.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use fastrs::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How an application is made.
type Make = fn() -> App;

/// Name and application.
pub const APPS: &[(&str, Make)] = &[
    ("query", || app(routes![read_query])),
    ("path", || app(routes![read_int, read_float, read_bool, read_color])),
    ("headers", || app(routes![read_headers])),
    ("models", || app(routes![read_filter, read_client])),
    ("item", || app(routes![create_item])),
    ("nested", || app(routes![create_drawing])),
    ("lax", || app(routes![create_drawing]).strict_json(false)),
    ("several", || app(routes![update])),
    ("form", || app(routes![login])),
    ("mixed", || app(routes![everything])),
    ("times", || app(routes![read_times, create_event])),
];

fn app<const N: usize>(routes: [fastrs::Route; N]) -> App {
    App::new("Differential", "1").docs(Docs::none()).routes(routes)
}

#[model]
#[derive(Debug, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Color {
    Red,
    Green,
    DarkBlue,
}

#[get("/query")]
#[allow(clippy::many_single_char_names)]
async fn read_query(
    #[query(ge = 1, le = 100)] i: i64,
    j: Option<i64>,
    #[query(multiple_of = 3, gt = -10, lt = 10)] m: Option<i64>,
    #[query(default = 1.5, gt = 0.0, lt = 1000.5)] f: f64,
    #[query(default = false)] b: bool,
    #[query(min_length = 2, max_length = 5)] s: Option<String>,
    #[query(pattern = "^[a-z]+$")] p: Option<String>,
    c: Option<Color>,
    #[query(max_items = 3, default = [])] t: Vec<i64>,
    w: Option<Vec<String>>,
    #[query(alias = "with-dash", default = "d")] a: String,
) -> Json<Value> {
    Json(json!({ "i": i, "j": j, "m": m, "f": f, "b": b, "s": s, "p": p, "c": c, "t": t, "w": w, "a": a }))
}

#[get("/ints/{i}")]
async fn read_int(#[path(ge = -5, lt = 1000)] i: i64) -> Json<Value> {
    Json(json!({ "i": i }))
}

#[get("/floats/{f}")]
async fn read_float(#[path(le = 1e6)] f: f64) -> Json<Value> {
    Json(json!({ "f": f }))
}

#[get("/bools/{b}")]
async fn read_bool(b: bool) -> Json<Value> {
    Json(json!({ "b": b }))
}

#[get("/colors/{c}/texts/{s}")]
async fn read_color(c: Color, #[path(max_length = 6)] s: String) -> Json<Value> {
    Json(json!({ "c": c, "s": s }))
}

#[get("/headers")]
async fn read_headers(
    #[header(min_length = 2)] x_token: String,
    #[header(default = 3, ge = 0)] x_count: i64,
    #[header] x_flag: Option<bool>,
    #[header] x_list: Option<Vec<i64>>,
    #[cookie(max_length = 8)] session: Option<String>,
    #[cookie(default = 0, ge = 0)] visits: i64,
) -> Json<Value> {
    Json(json!({
        "x_token": x_token,
        "x_count": x_count,
        "x_flag": x_flag,
        "x_list": x_list,
        "session": session,
        "visits": visits,
    }))
}

#[model(deny_unknown_fields)]
struct Filter {
    #[field(default = 100, gt = 0, le = 100)]
    limit: i64,
    #[field(default = 0, ge = 0)]
    offset: i64,
    #[field(default = Color::Red)]
    order_by: Color,
    q: Option<String>,
    #[field(default)]
    tags: Vec<String>,
}

#[model]
struct Client {
    x_agent: String,
    #[field(default = 1, le = 9)]
    x_depth: i64,
}

#[get("/filter")]
async fn read_filter(#[query] filter: Filter) -> Filter {
    filter
}

#[get("/client")]
async fn read_client(#[header] client: Client) -> Client {
    client
}

#[model]
struct Item {
    #[field(min_length = 1, max_length = 10)]
    name: String,
    #[field(gt = 0.0, le = 10000.0)]
    price: f64,
    #[field(default = 5, ge = 0, multiple_of = 5)]
    count: i64,
    #[field(default)]
    sold: bool,
    color: Option<Color>,
    #[field(pattern = "^[A-Z]{3}$")]
    code: Option<String>,
}

#[post("/items")]
async fn create_item(item: Item) -> Item {
    item
}

#[model(deny_unknown_fields)]
struct Point {
    x: i64,
    y: i64,
}

#[model(tag = "kind")]
#[serde(rename_all = "snake_case")]
enum Shape {
    Circle {
        #[field(gt = 0.0)]
        radius: f64,
    },
    Square {
        side: f64,
        at: Option<Point>,
    },
}

#[model]
struct Drawing {
    title: String,
    origin: Point,
    #[field(min_items = 1, max_items = 4)]
    points: Vec<Point>,
    #[field(default)]
    words: BTreeMap<String, i64>,
    shape: Shape,
    #[field(default)]
    colors: Vec<Color>,
    matrix: Option<Vec<Vec<i64>>>,
}

#[post("/drawings")]
async fn create_drawing(drawing: Drawing) -> Drawing {
    drawing
}

#[model]
struct User {
    username: String,
    #[field(ge = 0)]
    age: Option<i64>,
}

#[put("/several/{item_id}")]
async fn update(
    item_id: i64,
    point: Point,
    user: User,
    #[body(gt = 0)] importance: i64,
    #[body] note: Option<String>,
    q: Option<String>,
) -> Json<Value> {
    Json(json!({
        "item_id": item_id, "point": point, "user": user, "importance": importance, "note": note, "q": q,
    }))
}

#[post("/login")]
async fn login(
    #[form(min_length = 2, max_length = 8)] username: String,
    #[form(ge = 0, le = 150)] age: i64,
    #[form(default = false)] remember: bool,
    #[form(default = [])] tags: Vec<String>,
    #[form] color: Option<Color>,
    #[form] score: Option<f64>,
) -> Json<Value> {
    Json(json!({
        "username": username, "age": age, "remember": remember, "tags": tags, "color": color, "score": score,
    }))
}

#[post("/mixed/{group}")]
async fn everything(
    group: Color,
    user: User,
    #[query(le = 10)] limit: i64,
    #[header] x_key: String,
    #[cookie(default = 1)] visits: i64,
    ratio: Option<f64>,
) -> Json<Value> {
    Json(json!({
        "group": group, "user": user, "limit": limit, "x_key": x_key, "visits": visits, "ratio": ratio,
    }))
}

#[model]
struct Event {
    id: Uuid,
    day: NaiveDate,
    at: Option<DateTime<FixedOffset>>,
    seen: Option<Moment>,
    opens: Option<NaiveTime>,
}

#[get("/times/{id}")]
async fn read_times(
    id: Uuid,
    day: Option<NaiveDate>,
    at: Option<DateTime<FixedOffset>>,
    seen: Option<Moment>,
    opens: Option<NaiveTime>,
) -> Event {
    Event {
        id,
        day: day.unwrap_or_else(|| NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default()),
        at,
        seen,
        opens,
    }
}

#[post("/times")]
async fn create_event(event: Event) -> Event {
    event
}
