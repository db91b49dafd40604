use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(#[query(default = "fixedquery", min_length = 3)] q: String) -> Value {
    json!({ "items": [{ "item_id": "Foo" }, { "item_id": "Bar" }], "q": q })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
