use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::body_multiple_params::*;

use crate::exchange::{answer, faults, put};

fn item() -> Value {
    json!({ "name": "Foo", "description": null, "price": 50.5, "tax": null })
}

fn user() -> Value {
    json!({ "username": "dave", "full_name": null })
}

#[fastrs::test]
async fn a_body_may_be_optional() {
    let client = TestClient::new(tutorial001::app());
    assert_eq!(answer(client.put("/items/5?q=bar")).await, (200, json!({ "item_id": 5, "q": "bar" })));
    let with_item = answer(client.put("/items/5").json(&item())).await;
    assert_eq!(with_item, (200, json!({ "item_id": 5, "item": item() })));
}

#[fastrs::test]
async fn two_models_are_two_fields_of_one_object() {
    let both = json!({ "item": item(), "user": user() });
    let expected = json!({ "item_id": 5, "item": item(), "user": user() });
    assert_eq!(put(tutorial002::app(), "/items/5", &both).await, (200, expected));
    let refused = put(tutorial002::app(), "/items/5", &json!({ "item": { "name": "Foo" } })).await;
    assert_eq!(faults(&refused), ["missing body.item.price", "missing body.user"]);
}

#[fastrs::test]
async fn a_scalar_can_stand_beside_them() {
    let all = json!({ "item": item(), "user": user(), "importance": 5 });
    for app in [tutorial003::app, tutorial004::app] {
        let (status, answer) = put(app(), "/items/5", &all).await;
        assert_eq!((status, &answer["importance"]), (200, &json!(5)));
    }
    let refused = put(tutorial004::app(), "/items/5", &json!({ "importance": 0 })).await;
    assert_eq!(faults(&refused), ["missing body.item", "missing body.user", "greater_than body.importance"]);
}

#[fastrs::test]
async fn one_model_can_have_a_name_too() {
    let embedded = put(tutorial005::app(), "/items/5", &json!({ "item": item() })).await;
    assert_eq!(embedded, (200, json!({ "item_id": 5, "item": item() })));
    assert_eq!(faults(&put(tutorial005::app(), "/items/5", &item()).await), ["missing body.item"]);
}
