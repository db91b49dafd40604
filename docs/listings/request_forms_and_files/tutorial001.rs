use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/files/")]
async fn create_file(#[file] file: Bytes, #[file] fileb: UploadFile, #[form] token: String) -> Json<Value> {
    Json(json!({
        "file_size": file.len(),
        "token": token,
        "fileb_content_type": fileb.content_type(),
    }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_file])
}
