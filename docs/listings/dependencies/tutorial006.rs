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

#[get("/items/", depends = [Token, Key])]
async fn read_items() -> Json<Value> {
    Json(json!([{ "item": "Foo" }, { "item": "Bar" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
