use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/{item_id}")]
async fn read_root(item_id: String, client: ClientAddr) -> Json<Value> {
    Json(json!({ "client_host": client.0.ip().to_string(), "item_id": item_id }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_root])
}
