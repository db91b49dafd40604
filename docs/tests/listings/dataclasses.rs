use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::dataclasses::*;

#[fastrs::test]
async fn a_struct_is_a_model() {
    let client = TestClient::new(tutorial001::app());
    let item = client.post("/items/").json(&json!({ "name": "Foo", "price": 3 })).await.assert_ok().value();
    assert_eq!(item, json!({ "name": "Foo", "price": 3.0, "description": null, "tax": null }));
}

#[fastrs::test]
async fn models_hold_models() {
    let client = TestClient::new(tutorial003::app());
    let items = json!([{ "name": "Bar" }]);
    let author = client.post("/authors/foo/items/").json(&items).await.assert_ok().value();
    assert_eq!(author, json!({ "name": "foo", "items": [{ "name": "Bar", "description": null }] }));
    assert_eq!(client.get("/authors/").await.assert_ok().value()[1]["items"][1]["name"], "Pad Thai");
}
