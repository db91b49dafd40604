use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[model]
struct User {
    username: String,
    full_name: Option<String>,
}

#[put("/items/{item_id}")]
async fn update_item(
    item_id: i64,
    item: Item,
    user: User,
    #[body(gt = 0)] importance: i64,
    q: Option<String>,
) -> Value {
    let mut results = json!({ "item_id": item_id, "item": item, "user": user, "importance": importance });
    if let Some(q) = q {
        results["q"] = q.into();
    }
    results
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![update_item])
}
