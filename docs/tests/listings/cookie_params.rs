use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::cookie_params::*;

use crate::exchange::{answer, get};

#[fastrs::test]
async fn a_cookie_is_a_parameter() {
    let client = TestClient::new(tutorial001::app());
    let sent = answer(client.get("/items/").cookie("ads_id", "a").cookie("session", "s")).await;
    assert_eq!(sent, (200, json!({ "ads_id": "a" })));
    assert_eq!(get(tutorial001::app(), "/items/").await, (200, json!({ "ads_id": null })));
}
