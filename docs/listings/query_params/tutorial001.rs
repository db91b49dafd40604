use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

const ITEMS: [&str; 3] = ["Foo", "Bar", "Baz"];

#[get("/items/")]
async fn read_item(#[query(default = 0)] skip: usize, #[query(default = 10)] limit: usize) -> Value {
    ITEMS.iter().skip(skip).take(limit).map(|name| json!({ "item_name": name })).collect()
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item])
}
