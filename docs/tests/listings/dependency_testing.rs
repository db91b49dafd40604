use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::dependency_testing::*;

#[fastrs::test]
async fn another_stands_in() {
    let client = TestClient::new(tutorial001::app());
    let params = client.get("/items/?q=foo&skip=100").await.value()["params"].clone();
    assert_eq!(params, json!({ "q": "foo", "skip": 5, "limit": 10 }));
    let client = TestClient::new(tutorial001::original());
    let params = client.get("/items/?q=foo&skip=100").await.value()["params"].clone();
    assert_eq!(params, json!({ "q": "foo", "skip": 100, "limit": 100 }));
}
