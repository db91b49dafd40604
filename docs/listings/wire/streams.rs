//! What is streamed: JSON lines, server-sent events, raw bodies.

use std::time::Duration;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use tokio_stream::StreamExt;

#[model]
#[derive(Clone)]
struct Item {
    name: String,
    #[field(default)]
    n: i64,
}

fn item(n: i64) -> Item {
    Item { name: "a".into(), n }
}

fn items(count: i64) -> impl Stream<Item = Item> {
    tokio_stream::iter(0..count).map(item)
}

#[get("/jsonl/typed")]
async fn jsonl_typed() -> JsonLines<impl Stream<Item = Item>> {
    JsonLines(items(3))
}

#[get("/jsonl/bare")]
async fn jsonl_bare() -> JsonLines<impl Stream<Item = Value>> {
    JsonLines(tokio_stream::iter([json!({ "a": 1 }), json!([1, 2]), json!("text"), Value::Null]))
}

#[get("/jsonl/empty")]
async fn jsonl_empty() -> JsonLines<impl Stream<Item = Item>> {
    JsonLines(tokio_stream::empty())
}

// Broken off before its first item.
#[get("/jsonl/invalid-first")]
async fn jsonl_invalid() -> JsonLines<impl Stream<Item = Result<Item, &'static str>>> {
    JsonLines(tokio_stream::once(Err("there is no item")))
}

#[get("/jsonl/status", status = 202)]
async fn jsonl_status() -> JsonLines<impl Stream<Item = Item>> {
    JsonLines(items(1))
}

#[get("/jsonl/param")]
async fn jsonl_param(n: i64) -> JsonLines<impl Stream<Item = i64>> {
    JsonLines(tokio_stream::iter(0..n))
}

#[get("/sse/typed")]
async fn sse_typed() -> Sse<impl Stream<Item = Item>> {
    Sse::new(items(2))
}

#[get("/sse/bare")]
async fn sse_bare() -> Sse<impl Stream<Item = Value>> {
    Sse::new(tokio_stream::iter([json!({ "a": 1 }), json!("text"), Value::Null]))
}

// One event of every kind.
#[get("/sse/events")]
async fn sse_events() -> Sse<impl Stream<Item = Event>> {
    Sse::new(tokio_stream::iter([
        Event::new(json!({ "a": 1 })).event("named").id("1").retry(Duration::from_millis(3000)),
        Event::text("two\nlines"),
        Event::comment("only a comment"),
        Event::named("no-data"),
        Event::text(""),
    ]))
}

#[post("/sse/post")]
async fn sse_post(item: Item) -> Sse<impl Stream<Item = Item>> {
    Sse::new(tokio_stream::once(item))
}

#[get("/sse/resume")]
async fn sse_resume(#[header] last_event_id: Option<i64>) -> Sse<impl Stream<Item = Event>> {
    let next = last_event_id.map_or(0, |last| last.saturating_add(1));
    Sse::new(tokio_stream::iter(next..3).map(|n| Event::new(json!(n)).id(n.to_string())))
}

#[get("/raw/chunks")]
async fn raw_chunks() -> Body {
    Body::stream(tokio_stream::iter([&b"one"[..], b"two", b"three"]))
}

#[get("/raw/text")]
async fn raw_text() -> Body {
    Body::stream(tokio_stream::iter(["one", "two", "three"]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![
        jsonl_typed,
        jsonl_bare,
        jsonl_empty,
        jsonl_invalid,
        jsonl_status,
        jsonl_param,
        sse_typed,
        sse_bare,
        sse_events,
        sse_post,
        sse_resume,
        raw_chunks,
        raw_text,
    ])
}
