use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::conditional_openapi::*;

#[fastrs::test]
async fn a_setting_moves_the_document_or_leaves_it_out() {
    let client = TestClient::new(tutorial001::app_with(None));
    client.get("/openapi.json").await.assert_ok();
    client.get("/docs").await.assert_ok();
    let client = TestClient::new(tutorial001::app_with(Some("/schema.json")));
    client.get("/schema.json").await.assert_ok();
    let client = TestClient::new(tutorial001::app_with(Some("")));
    for path in ["/openapi.json", "/docs", "/redoc"] {
        client.get(path).await.assert_status(404);
    }
    let answer: Value = client.get("/").await.assert_ok().json();
    assert_eq!(answer, json!({ "message": "Hello World" }));
}
