use fastrs::prelude::*;

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

// A browser that comes back says which event it saw last, and gets those after it.
#[get("/items/stream")]
async fn stream_items(#[header] last_event_id: Option<i64>) -> Sse<impl Stream<Item = Event<Item>>> {
    let next = last_event_id.map_or(0, |last| last.saturating_add(1).max(0)) as usize;
    let missed = ITEMS.into_iter().enumerate().skip(next);
    Sse::new(tokio_stream::iter(missed.map(|(id, item)| Event::new(item).id(id.to_string()))))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![stream_items])
}
