use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::body_updates::*;

#[fastrs::test]
async fn put_replaces_the_whole() {
    let client = TestClient::new(tutorial001::app());
    let item =
        client.put("/items/bar").json(&json!({ "name": "Barz", "price": 3 })).await.assert_ok().value();
    assert_eq!(item, json!({ "name": "Barz", "description": null, "price": 3.0, "tax": 10.5, "tags": [] }));
    assert_eq!(client.get("/items/bar").await.assert_ok().value(), item);
}

#[fastrs::test]
async fn patch_changes_what_was_sent() {
    let client = TestClient::new(tutorial002::app());
    let item = client.patch("/items/bar").json(&json!({ "name": "Barz" })).await.assert_ok().value();
    let kept =
        json!({ "name": "Barz", "description": "The bartenders", "price": 62.0, "tax": 20.2, "tags": [] });
    assert_eq!(item, kept);
    let item = client.patch("/items/bar").json(&json!({ "description": null })).await.assert_ok().value();
    assert_eq!(item["description"], json!(null));
    client.patch("/items/none").json(&json!({})).await.assert_status(404);
}
