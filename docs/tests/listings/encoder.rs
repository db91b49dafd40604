use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::encoder::*;

#[fastrs::test]
async fn a_model_becomes_json_and_is_stored() {
    let client = TestClient::new(tutorial001::app());
    let item = json!({ "title": "Foo", "timestamp": "2023-01-01T12:00:00" });
    assert_eq!(client.put("/items/1").json(&item).await.assert_ok().value(), json!(null));
    let item = json!({ "title": "Foo", "timestamp": "not a date" });
    let refused = client.put("/items/1").json(&item).await.assert_status(422).value();
    assert_eq!(refused["detail"][0]["type"], "datetime_from_date_parsing");
}
