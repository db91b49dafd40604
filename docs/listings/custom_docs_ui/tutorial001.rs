use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/users/{username}")]
async fn read_user(username: String) -> Json<Value> {
    Json(json!({ "message": format!("Hello {username}") }))
}

pub fn app() -> App {
    let swagger_ui = "https://unpkg.com/swagger-ui-dist@5";
    let docs = Docs::default()
        .swagger_assets(format!("{swagger_ui}/swagger-ui-bundle.js"), format!("{swagger_ui}/swagger-ui.css"))
        .redoc("https://unpkg.com/redoc@2/bundles/redoc.standalone.js");
    App::new("FastAPI", "0.1.0").docs(docs).routes(routes![read_user])
}
