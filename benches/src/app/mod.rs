//! The workloads on fastrs, as its users would write them.

mod model;
mod resources;

use std::io;
use std::net::SocketAddr;
use std::sync::LazyLock;

use fastrs::prelude::*;

use crate::serve;
use crate::workload::items;
use model::{Found, Greeting, Item};

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| fastrs::serde_json::from_str(&items()).expect("the items are items"));

#[get("/text")]
async fn text() -> &'static str {
    "Hello, World!"
}

#[get("/json")]
async fn json() -> Greeting {
    Greeting { message: "Hello, World!".to_owned(), number: 42 }
}

#[get("/items/{item_id}")]
async fn read_item(
    #[path(ge = 1)] item_id: u64,
    #[query(min_length = 3, max_length = 50)] q: Option<String>,
    #[query(default = 10, ge = 1, le = 100)] limit: u32,
    #[header(min_length = 8)] x_token: String,
) -> Found {
    Found { item_id, q, limit, token: x_token }
}

#[post("/items", status = 201)]
async fn create_item(item: Item) -> Item {
    item
}

#[get("/items")]
async fn list_items() -> &'static [Item] {
    &ITEMS
}

/// The app; `crowded` adds 500 other routes.
pub fn app(crowded: bool) -> App {
    let app = App::new("Benches", "1.0.0").routes(routes![text, json, read_item, create_item, list_items]);
    if crowded { resources::routers().fold(app, App::include) } else { app }
}

/// Serves the app until standard input ends.
///
/// # Errors
/// If the address cannot be listened on.
pub fn serve(address: SocketAddr, crowded: bool) -> io::Result<()> {
    serve::run(address, async |listener| {
        let served = app(crowded).serve_on(listener, serve::input_ended()).await;
        served.expect("the app is wired well");
    })
}
