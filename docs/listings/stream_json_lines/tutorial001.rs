use fastrs::prelude::*;
use fastrs::serde_json::{self, Value};

// ANCHOR: items
#[model(output)]
#[derive(Clone)]
struct Item {
    name: &'static str,
    description: Option<&'static str>,
}

const ITEMS: [Item; 3] = [
    Item { name: "Plumbus", description: Some("A multi-purpose household device.") },
    Item { name: "Portal Gun", description: Some("A portal opening device.") },
    Item { name: "Meeseeks Box", description: Some("A box that summons a Meeseeks.") },
];

#[get("/items/stream")]
async fn stream_items() -> JsonLines<impl Stream<Item = Item>> {
    JsonLines(tokio_stream::iter(ITEMS))
}
// ANCHOR_END: items

#[get("/items/stream-no-async", blocking)]
fn stream_items_no_async() -> JsonLines<impl Stream<Item = Item>> {
    JsonLines(tokio_stream::iter(ITEMS))
}

/// Free JSON, and items that may fail: an error would break the stream off.
fn free_items() -> impl Stream<Item = serde_json::Result<Value>> {
    tokio_stream::iter(ITEMS.map(serde_json::to_value))
}

#[get("/items/stream-no-annotation")]
async fn stream_items_no_annotation() -> JsonLines<impl Stream<Item = serde_json::Result<Value>>> {
    JsonLines(free_items())
}

#[get("/items/stream-no-async-no-annotation", blocking)]
fn stream_items_no_async_no_annotation() -> JsonLines<impl Stream<Item = serde_json::Result<Value>>> {
    JsonLines(free_items())
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![
        stream_items,
        stream_items_no_async,
        stream_items_no_annotation,
        stream_items_no_async_no_annotation,
    ])
}
