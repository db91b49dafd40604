use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::using_request_directly::*;

#[fastrs::test]
async fn the_client_has_an_address() {
    let client = TestClient::new(tutorial001::app());
    let answer = client.get("/items/foo").await.value();
    assert_eq!(answer, json!({ "client_host": "127.0.0.1", "item_id": "foo" }));
}
