use fastrs::prelude::*;
use fastrs::security::HttpBasic;
use fastrs::serde_json::{Value, json};

#[get("/users/me")]
async fn read_current_user(credentials: HttpBasic) -> Json<Value> {
    // `expose` says that a secret leaves its hiding place here: only an example does this.
    Json(json!({ "username": credentials.username, "password": credentials.password.expose() }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_current_user])
}
