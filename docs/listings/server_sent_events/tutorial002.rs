use std::time::Duration;

use fastrs::prelude::*;
use fastrs::serde_json::{self, Value};
use tokio_stream::StreamExt;

#[model(output)]
struct Item {
    name: &'static str,
    price: f64,
}

const ITEMS: [Item; 3] = [
    Item { name: "Plumbus", price: 32.99 },
    Item { name: "Portal Gun", price: 999.99 },
    Item { name: "Meeseeks Box", price: 49.99 },
];

/// Every field that an event can have.
fn update((index, item): (usize, Item)) -> serde_json::Result<Event<Value>> {
    let event = Event::new(serde_json::to_value(item)?);
    Ok(event.event("item_update").id((index + 1).to_string()).retry(Duration::from_secs(5)))
}

#[get("/items/stream")]
async fn stream_items() -> Sse<impl Stream<Item = serde_json::Result<Event<Value>>>> {
    let greeting = tokio_stream::once(Ok(Event::comment("stream of item updates")));
    let updates = tokio_stream::iter(ITEMS.into_iter().enumerate().map(update));
    Sse::new(greeting.chain(updates))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![stream_items])
}
