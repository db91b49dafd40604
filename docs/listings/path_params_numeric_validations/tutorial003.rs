use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/{item_id}")]
async fn read_items(#[path(title = "The ID of the item to get")] item_id: i64, q: String) -> Value {
    let mut results = json!({ "item_id": item_id });
    if !q.is_empty() {
        results["q"] = q.into();
    }
    results
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
