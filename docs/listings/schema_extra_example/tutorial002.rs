use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    #[field(example = "Foo")]
    name: String,
    #[field(example = "A very nice Item")]
    description: Option<String>,
    #[field(example = 35.4)]
    price: f64,
    #[field(example = 3.2)]
    tax: Option<f64>,
}

#[put("/items/{item_id}")]
async fn update_item(item_id: i64, item: Item) -> Json<Value> {
    Json(json!({ "item_id": item_id, "item": item }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![update_item])
}
