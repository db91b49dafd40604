use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

// The order is free: nothing is told apart by its position.
#[get("/items/{item_id}")]
async fn read_items(q: String, #[path(title = "The ID of the item to get")] item_id: i64) -> Value {
    let mut results = json!({ "item_id": item_id });
    if !q.is_empty() {
        results["q"] = q.into();
    }
    results
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
