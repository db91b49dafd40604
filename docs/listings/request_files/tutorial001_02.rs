use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/files/")]
async fn create_file(#[file] file: Option<Bytes>) -> Json<Value> {
    Json(match file {
        Some(file) => json!({ "file_size": file.len() }),
        None => json!({ "message": "No file sent" }),
    })
}

#[post("/uploadfile/")]
async fn create_upload_file(#[file] file: Option<UploadFile>) -> Json<Value> {
    Json(match file {
        Some(file) => json!({ "filename": file.file_name() }),
        None => json!({ "message": "No upload file sent" }),
    })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_file, create_upload_file])
}
