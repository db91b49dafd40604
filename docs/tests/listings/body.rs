use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::body::*;

use crate::exchange::{faults, put};

#[fastrs::test]
async fn an_item_is_taken_and_given_back() {
    let client = TestClient::new(tutorial001::app());
    let answer = client.post("/items/").json(&json!({ "name": "Foo", "price": 50.5 })).await;
    let item: Value = answer.assert_status(200).json();
    assert_eq!(item, json!({ "name": "Foo", "description": null, "price": 50.5, "tax": null }));
}

#[fastrs::test]
async fn an_old_client_may_send_numbers_as_text() {
    let old = json!({ "name": "Foo", "price": "50.5" });
    for app in [tutorial001::app(), tutorial002::app()] {
        let answer = TestClient::new(app).post("/items/").json(&old).await;
        assert_eq!(answer.assert_status(200).value()["price"], 50.5);
    }
    assert_eq!(put(tutorial003::app(), "/items/1", &old).await.0, 422);
}

#[fastrs::test]
async fn a_body_can_be_computed_with() {
    let client = TestClient::new(tutorial002::app());
    let answer = client.post("/items/").json(&json!({ "name": "Foo", "price": 50.5, "tax": 0.3 })).await;
    assert_eq!(answer.assert_status(200).value()["price_with_tax"], 50.8);
    let answer = client.post("/items/").json(&json!({ "name": "Foo", "price": 50.5 })).await;
    assert!(answer.assert_status(200).value().get("price_with_tax").is_none());
}

#[fastrs::test]
async fn a_body_stands_beside_path_and_query() {
    let item = json!({ "name": "Foo", "price": 50.1 });
    let mut expected =
        json!({ "item_id": 123, "name": "Foo", "description": null, "price": 50.1, "tax": null });
    assert_eq!(put(tutorial003::app(), "/items/123", &item).await, (200, expected.clone()));
    assert_eq!(put(tutorial004::app(), "/items/123", &item).await, (200, expected.clone()));
    expected["q"] = "a".into();
    assert_eq!(put(tutorial004::app(), "/items/123?q=a", &item).await, (200, expected));
    let refused = put(tutorial004::app(), "/items/foo", &json!({ "price": "a" })).await;
    assert_eq!(
        faults(&refused),
        ["int_parsing path.item_id", "missing body.name", "float_parsing body.price"]
    );
}
