use std::collections::BTreeSet;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Image {
    url: HttpUrl,
    name: String,
}

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
    #[field(default)]
    tags: BTreeSet<String>,
    images: Option<Vec<Image>>,
}

#[put("/items/{item_id}")]
async fn update_item(item_id: i64, item: Item) -> Json<Value> {
    Json(json!({ "item_id": item_id, "item": item }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![update_item])
}
