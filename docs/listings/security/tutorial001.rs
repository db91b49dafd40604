use fastrs::prelude::*;
use fastrs::security::{OAuth2PasswordBearer, PasswordFlow};
use fastrs::serde_json::{Value, json};

/// Where tokens are given.
enum Login {}

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "token";
}

#[get("/items/")]
async fn read_items(token: OAuth2PasswordBearer<Login>) -> Json<Value> {
    Json(json!({ "token": token.token() }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
