use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(#[header] x_token: Option<Vec<String>>) -> Value {
    json!({ "X-Token values": x_token })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
