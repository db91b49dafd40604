use fastrs::prelude::*;
use serde_json::{Value, json};

#[post("/login")]
async fn login(#[form] username: String, #[form] password: String) -> Json<Value> {
    Json(json!({ "username": username, "password": password }))
}

#[post("/typed")]
async fn typed(
    #[form(gt = 0)] n: i64,
    #[form(default = false)] on: bool,
    #[form(default)] tags: Vec<String>,
    #[form] opt: Option<String>,
    #[form(default = "d")] dflt: String,
) -> Json<Value> {
    Json(json!({ "n": n, "on": on, "tags": tags, "opt": opt, "dflt": dflt }))
}

#[model(deny_unknown_fields)]
struct FormModel {
    a: i64,
    #[field(default = "b")]
    b: String,
    #[field(default)]
    c: Vec<i64>,
}

#[post("/model")]
async fn form_model(#[form] data: FormModel) -> Json<Value> {
    Json(json!(data))
}

#[post("/one")]
async fn one(#[form] v: i64) -> Json<Value> {
    Json(json!(v))
}

#[post("/file")]
async fn file(#[file] f: UploadFile) -> Json<Value> {
    Json(json!({ "filename": f.file_name(), "content_type": f.content_type(), "size": f.size() }))
}

#[post("/bytes")]
async fn bytes_(#[file] f: Bytes) -> Json<Value> {
    Json(json!({ "size": f.len() }))
}

#[post("/files")]
async fn files(#[file] f: Vec<UploadFile>) -> Json<Value> {
    let names: Vec<&str> = f.iter().map(UploadFile::file_name).collect();
    Json(json!(names))
}

#[post("/opt-file")]
async fn opt_file(#[file] f: Option<UploadFile>) -> Json<Value> {
    Json(json!({ "filename": f.as_ref().map(UploadFile::file_name) }))
}

#[post("/both")]
async fn both(#[file] f: UploadFile, #[form] token: String, #[form(default = 1)] n: i64) -> Json<Value> {
    Json(json!({ "filename": f.file_name(), "token": token, "n": n }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .routes(routes![login, typed, form_model, one, file, bytes_, files, opt_file, both])
}
