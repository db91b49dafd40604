use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::body::*;

#[fastrs::test]
async fn an_item_is_taken_and_given_back() {
    let client = TestClient::new(tutorial001::app());
    let answer = client.post("/items/").json(&json!({ "name": "Foo", "price": 50.5 })).await;
    let item: Value = answer.assert_status(200).json();
    assert_eq!(item, json!({ "name": "Foo", "description": null, "price": 50.5, "tax": null }));
}
