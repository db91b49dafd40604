use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::additional_status_codes::*;

#[fastrs::test]
async fn a_new_item_is_a_201_and_the_document_says_so() {
    let client = TestClient::new(tutorial001::app());
    let item = json!({ "name": "Chillies" });
    client.put("/items/red").json(&item).await.assert_status(201);
    let again = client.put("/items/red").json(&item).await.assert_status(200);
    assert_eq!(again.value(), json!({ "name": "Chillies", "size": null }));
    let responses = &client.openapi()["paths"]["/items/{item_id}"]["put"]["responses"];
    assert!(responses["200"].is_object() && responses["201"].is_object());
}
