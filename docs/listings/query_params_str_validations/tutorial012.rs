use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(#[query(default = ["foo", "bar"])] q: Vec<String>) -> Value {
    json!({ "q": q })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
