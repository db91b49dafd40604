use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::response_directly::*;

#[fastrs::test]
async fn it_is_sent_as_it_is() {
    let item = json!({ "title": "Foo", "timestamp": "2023-01-01T12:00:00", "description": null });
    let answer = TestClient::new(tutorial001::app()).put("/items/1").json(&item).await.assert_ok();
    assert_eq!(answer.value(), item);
}
