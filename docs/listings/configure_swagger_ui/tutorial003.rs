use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/users/{username}")]
async fn read_user(username: String) -> Json<Value> {
    Json(json!({ "message": format!("Hello {username}") }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .docs(Docs::default().swagger_parameters(json!({ "deepLinking": false })))
        .routes(routes![read_user])
}
