// ANCHOR: handler
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[post("/items/")]
async fn create_item(item: Item) -> Value {
    let mut answer = json!(item);
    if let Some(tax) = item.tax {
        answer["price_with_tax"] = (item.price + tax).into();
    }
    answer
}
// ANCHOR_END: handler

// ANCHOR: app
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").strict_json(false).routes(routes![create_item])
}
// ANCHOR_END: app
