use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/files/")]
async fn create_file(#[file] file: Bytes) -> Json<Value> {
    Json(json!({ "file_size": file.len() }))
}

#[post("/uploadfile/")]
async fn create_upload_file(#[file] file: UploadFile) -> Json<Value> {
    Json(json!({ "filename": file.file_name() }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_file, create_upload_file])
}
