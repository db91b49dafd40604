use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/app")]
async fn read_main(root_path: RootPath) -> Json<Value> {
    Json(json!({ "message": "Hello World", "root_path": &*root_path }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_main])
}
