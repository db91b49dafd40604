use fastrs::serde_json::json;
use fastrs::testing::{MultipartBody, TestClient};
use fastrs_book::request_forms_and_files::*;

use crate::exchange::{answer, faults};

#[fastrs::test]
async fn files_and_fields_come_in_one_body() {
    let client = TestClient::new(tutorial001::app());
    let files = MultipartBody::new().file("file", "a", "12").file_of_type("fileb", "b", "text/plain", "3");
    let sent = answer(client.post("/files/").multipart(files.clone().text("token", "foo"))).await;
    assert_eq!(sent, (200, json!({ "file_size": 2, "token": "foo", "fileb_content_type": "text/plain" })));
    assert_eq!(faults(&answer(client.post("/files/").multipart(files)).await), ["missing body.token"]);
}
