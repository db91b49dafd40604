use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/files/{*file_path}")]
async fn read_file(file_path: String) -> Value {
    json!({ "file_path": file_path })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_file])
}
