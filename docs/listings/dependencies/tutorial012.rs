use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

struct Token;

#[dependency]
async fn verify_token(#[header] x_token: String) -> Result<Token, HttpError> {
    if x_token == "fake-super-secret-token" {
        Ok(Token)
    } else {
        Err(HttpError::new(400, "X-Token header invalid"))
    }
}

struct Key;

#[dependency]
async fn verify_key(#[header] x_key: String) -> Result<Key, HttpError> {
    if x_key == "fake-super-secret-key" { Ok(Key) } else { Err(HttpError::new(400, "X-Key header invalid")) }
}

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "item": "Portal Gun" }, { "item": "Plumbus" }]))
}

#[get("/users/")]
async fn read_users() -> Json<Value> {
    Json(json!([{ "username": "Rick" }, { "username": "Morty" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").depends::<Token>().depends::<Key>().routes(routes![read_items, read_users])
}
