use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::json_base64_bytes::*;

#[fastrs::test]
async fn bytes_travel_as_base64() {
    let client = TestClient::new(tutorial001::app());
    let sent = json!({ "description": "A file", "data": "SGVsbG8sIFdvcmxkIQ==" });
    let answer = client.post("/data").json(&sent).await.assert_ok().value();
    assert_eq!(answer, json!({ "description": "A file", "content": "Hello, World!" }));
    assert_eq!(client.post("/data-in-out").json(&sent).await.assert_ok().value(), sent);
    let answer = client.get("/data").await.assert_ok().value();
    assert_eq!(answer, json!({ "description": "A plumbus", "data": "aGVsbG8=" }));
}
