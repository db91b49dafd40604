use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/")]
async fn read_items(base: BaseUrl, client: ClientAddr) -> Json<Value> {
    Json(json!({ "next": format!("{base}/items/?page=2"), "client": client.0.ip() }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").trusted_proxies(["127.0.0.1", "10.0.0.0/8"]).routes(routes![read_items])
}
