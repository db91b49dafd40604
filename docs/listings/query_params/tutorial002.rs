use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/{item_id}")]
async fn read_item(item_id: String, q: Option<String>) -> Value {
    match q {
        Some(q) => json!({ "item_id": item_id, "q": q }),
        None => json!({ "item_id": item_id }),
    }
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item])
}
