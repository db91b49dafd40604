use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::header_params::*;

use crate::exchange::{answer, parameters};

#[fastrs::test]
async fn underscores_are_dashes_on_the_wire() {
    let client = TestClient::new(tutorial001::app());
    let sent = answer(client.get("/items/").header("user-agent", "me")).await;
    assert_eq!(sent, (200, json!({ "User-Agent": "me" })));
    assert_eq!(parameters(tutorial001::app())[0]["name"], "user-agent");
}

#[fastrs::test]
async fn underscores_can_stay() {
    let client = TestClient::new(tutorial002::app());
    let sent =
        answer(client.get("/items/").header("strange_header", "a").header("strange-header", "b")).await;
    assert_eq!(sent, (200, json!({ "strange_header": "a" })));
}

#[fastrs::test]
async fn a_repeated_header_makes_a_list() {
    let client = TestClient::new(tutorial003::app());
    let sent = answer(client.get("/items/").header("x-token", "foo").header("x-token", "bar")).await;
    assert_eq!(sent, (200, json!({ "X-Token values": ["foo", "bar"] })));
    assert_eq!(answer(client.get("/items/")).await, (200, json!({ "X-Token values": null })));
}
