// ANCHOR: handler
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    name: String,
    #[field(title = "The description of the item", max_length = 300)]
    description: Option<String>,
    /// The price must be greater than zero
    #[field(gt = 0)]
    price: f64,
    tax: Option<f64>,
}

#[put("/items/{item_id}")]
async fn update_item(item_id: i64, #[body(embed)] item: Item) -> Value {
    json!({ "item_id": item_id, "item": item })
}
// ANCHOR_END: handler

// ANCHOR: app
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").strict_json(false).routes(routes![update_item])
}
// ANCHOR_END: app
