use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/{item_id}")]
async fn read_user_item(
    item_id: String,
    needy: String,
    #[query(default = 0)] skip: i64,
    limit: Option<i64>,
) -> Value {
    json!({ "item_id": item_id, "needy": needy, "skip": skip, "limit": limit })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_user_item])
}
