use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::request_forms::*;

use crate::exchange::{answer, faults};

#[fastrs::test]
async fn a_form_is_taken_field_by_field() {
    let client = TestClient::new(tutorial001::app());
    let sent = answer(client.post("/login/").form([("username", "Foo"), ("password", "secret")])).await;
    assert_eq!(sent, (200, json!({ "username": "Foo" })));
    let half = answer(client.post("/login/").form([("username", "Foo"), ("password", "")])).await;
    assert_eq!(faults(&half), ["missing body.password"]);
}
