use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(#[header(convert_underscores = false)] strange_header: Option<String>) -> Value {
    json!({ "strange_header": strange_header })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
