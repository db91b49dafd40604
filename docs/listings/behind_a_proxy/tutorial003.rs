use fastrs::Server;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/app")]
async fn read_main(root_path: RootPath) -> Json<Value> {
    Json(json!({ "message": "Hello World", "root_path": &*root_path }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .root_path("/api/v1")
        .server(Server::new("https://stag.example.com").description("Staging environment"))
        .server(Server::new("https://prod.example.com").description("Production environment"))
        .routes(routes![read_main])
}
