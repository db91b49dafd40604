use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/", tags = ["items"])]
async fn read_items() -> Json<Value> {
    Json(json!([{ "name": "Foo", "price": 42 }]))
}

#[get("/users/", tags = ["users"])]
async fn read_users() -> Json<Value> {
    Json(json!([{ "username": "johndoe" }]))
}

#[get("/elements/", tags = ["items"], deprecated)]
async fn read_elements() -> Json<Value> {
    Json(json!([{ "item_id": "Foo" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items, read_users, read_elements])
}
