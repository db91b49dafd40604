use fastrs::serde_json::json;
use fastrs::testing::{MultipartBody, TestClient};
use fastrs_book::request_files::*;

use crate::exchange::{answer, faults};

fn file() -> MultipartBody {
    MultipartBody::new().file_of_type("file", "test.txt", "text/plain", "<file content>")
}

#[fastrs::test]
async fn a_file_is_bytes_or_an_upload() {
    let client = TestClient::new(tutorial001::app());
    assert_eq!(answer(client.post("/files/").multipart(file())).await, (200, json!({ "file_size": 14 })));
    let upload = answer(client.post("/uploadfile/").multipart(file())).await;
    assert_eq!(upload, (200, json!({ "filename": "test.txt" })));
    assert_eq!(faults(&answer(client.post("/files/")).await), ["missing body.file"]);
}

#[fastrs::test]
async fn a_file_may_be_left_out() {
    let client = TestClient::new(tutorial001_02::app());
    assert_eq!(answer(client.post("/files/")).await, (200, json!({ "message": "No file sent" })));
    assert_eq!(answer(client.post("/uploadfile/")).await, (200, json!({ "message": "No upload file sent" })));
    assert_eq!(answer(client.post("/files/").multipart(file())).await, (200, json!({ "file_size": 14 })));
}

#[fastrs::test]
async fn files_of_one_name_are_a_list() {
    let client = TestClient::new(tutorial003::app());
    let files = || MultipartBody::new().file("files", "a.txt", "1").file("files", "b.txt", "22");
    let sizes = answer(client.post("/files/").multipart(files())).await;
    assert_eq!(sizes, (200, json!({ "file_sizes": [1, 2] })));
    let names = answer(client.post("/uploadfiles/").multipart(files())).await;
    assert_eq!(names, (200, json!({ "filenames": ["a.txt", "b.txt"] })));
    assert!(client.get("/").await.assert_ok().text().contains("multipart/form-data"));
}
