use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/users/{user_id}")]
async fn read_user(user_id: String) -> Value {
    json!({ "user_id": user_id })
}

#[get("/users/me")]
async fn read_user_me() -> Value {
    json!({ "user_id": "the current user" })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_user, read_user_me])
}
