use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(#[query(hidden)] hidden_query: Option<String>) -> Value {
    match hidden_query {
        Some(hidden_query) => json!({ "hidden_query": hidden_query }),
        None => json!({ "hidden_query": "Not found" }),
    }
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
