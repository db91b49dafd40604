use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/{item_id}")]
async fn read_items(
    #[path(title = "The ID of the item to get", ge = 0, le = 1000)] item_id: i64,
    q: String,
    #[query(gt = 0, lt = 10.5)] size: f64,
) -> Value {
    let mut results = json!({ "item_id": item_id, "size": size });
    if !q.is_empty() {
        results["q"] = q.into();
    }
    results
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
