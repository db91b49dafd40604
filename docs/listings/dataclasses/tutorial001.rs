use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    name: String,
    price: f64,
    description: Option<String>,
    tax: Option<f64>,
}

#[post("/items/")]
async fn create_item(item: Item) -> Json<Value> {
    Json(json!(item))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_item])
}
