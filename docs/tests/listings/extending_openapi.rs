use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::extending_openapi::*;

#[fastrs::test]
async fn the_document_has_a_logo() {
    let client = TestClient::new(tutorial001::app());
    let document: Value = client.get("/openapi.json").await.assert_ok().json();
    let logo = json!({ "url": "https://fastapi.tiangolo.com/img/logo-margin/logo-teal.png" });
    assert_eq!(document["info"]["x-logo"], logo);
    assert_eq!(document["info"]["version"], "2.5.0");
}
