use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Cookies {
    session_id: String,
    fatebook_tracker: Option<String>,
    googall_tracker: Option<String>,
}

#[get("/items/")]
async fn read_items(#[cookie] cookies: Cookies) -> Value {
    json!(cookies)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
