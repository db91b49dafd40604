use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/files/")]
async fn create_files(
    /// Multiple files as bytes
    #[file]
    files: Vec<Bytes>,
) -> Json<Value> {
    let sizes: Vec<usize> = files.iter().map(Bytes::len).collect();
    Json(json!({ "file_sizes": sizes }))
}

#[post("/uploadfiles/")]
async fn create_upload_files(
    /// Multiple files as UploadFile
    #[file]
    files: Vec<UploadFile>,
) -> Json<Value> {
    let names: Vec<&str> = files.iter().map(UploadFile::file_name).collect();
    Json(json!({ "filenames": names }))
}

const PAGE: &str = r#"
<body>
<form action="/files/" enctype="multipart/form-data" method="post">
<input name="files" type="file" multiple>
<input type="submit">
</form>
<form action="/uploadfiles/" enctype="multipart/form-data" method="post">
<input name="files" type="file" multiple>
<input type="submit">
</form>
</body>
    "#;

#[get("/")]
async fn main() -> Html<&'static str> {
    Html(PAGE)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_files, create_upload_files, main])
}
