use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::wire::*;

#[fastrs::test]
async fn errors() {
    let client = TestClient::new(errors::app());
    assert_eq!(client.get("/own").await.assert_status(499).value(), json!({ "own": "mine" }));
    assert_eq!(client.get("/yield").await.assert_status(404).value(), json!({ "detail": "seen gone" }));
    assert_eq!(client.get("/exc/dict").await.assert_status(418).value(), json!({ "detail": { "code": 7 } }));
    client.get("/crash").await.assert_status(500);
}
