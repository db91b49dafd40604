use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::body_fields::*;

use crate::exchange::{faults, put};

#[fastrs::test]
async fn fields_have_the_constraints_of_parameters() {
    let item = json!({ "item": { "name": "Foo", "price": 3.0 } });
    assert_eq!(put(tutorial001::app(), "/items/5", &item).await.0, 200);
    let item = json!({ "item": { "name": "Foo", "price": -3.0, "description": "d".repeat(301) } });
    let refused = put(tutorial001::app(), "/items/5", &item).await;
    assert_eq!(faults(&refused), ["string_too_long body.item.description", "greater_than body.item.price"]);
}

#[fastrs::test]
async fn the_document_has_what_is_said_of_them() {
    let client = TestClient::new(tutorial001::app());
    let fields = &client.openapi()["components"]["schemas"]["Item"]["properties"];
    assert_eq!(fields["price"]["description"], "The price must be greater than zero");
    assert_eq!(fields["description"]["title"], "The description of the item");
}
