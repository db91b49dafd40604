// ANCHOR: handler
use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[post("/items/")]
async fn create_item(item: Item) -> Item {
    item
}
// ANCHOR_END: handler

// ANCHOR: app
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").strict_json(false).routes(routes![create_item])
}
// ANCHOR_END: app
