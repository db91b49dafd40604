use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/", operation_id = "some_specific_id_you_define")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "item_id": "Foo" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
