use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[put("/items/{item_id}")]
async fn update_item(
    #[path(title = "The ID of the item to get", ge = 0, le = 1000)] item_id: i64,
    q: Option<String>,
    item: Option<Item>,
) -> Value {
    let mut results = json!({ "item_id": item_id });
    if let Some(q) = q {
        results["q"] = q.into();
    }
    if let Some(item) = item {
        results["item"] = json!(item);
    }
    results
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![update_item])
}
