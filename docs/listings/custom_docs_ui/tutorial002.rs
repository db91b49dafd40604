use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/users/{username}")]
async fn read_user(username: String) -> Json<Value> {
    Json(json!({ "message": format!("Hello {username}") }))
}

pub fn app() -> App {
    let docs = Docs::default()
        .swagger_assets("/static/swagger-ui-bundle.js", "/static/swagger-ui.css")
        .redoc("/static/redoc.standalone.js");
    App::new("FastAPI", "0.1.0").docs(docs).routes(routes![read_user])
}
