use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::async_tests::*;

#[fastrs::test]
async fn root() {
    let client = TestClient::new(app_a::app());
    assert_eq!(client.get("/").await.value(), json!({ "message": "Tomato" }));
}
