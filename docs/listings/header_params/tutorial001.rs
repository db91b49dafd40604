use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(#[header] user_agent: Option<String>) -> Value {
    json!({ "User-Agent": user_agent })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
