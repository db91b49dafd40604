use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "item_id": "Foo" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .operation_ids(|operation| operation.name.to_owned())
        .routes(routes![read_items])
}
