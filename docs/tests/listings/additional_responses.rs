use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::additional_responses::*;

#[fastrs::test]
async fn an_item_or_its_image() {
    for app in [tutorial002::app, tutorial004::app] {
        let client = TestClient::new(app());
        let item = client.get("/items/foo").await.assert_ok().value();
        assert_eq!(item, json!({ "id": "foo", "value": "there goes my hero" }));
        let image = client.get("/items/foo?img=1").await.assert_ok();
        assert_eq!(image.header("content-type"), Some("image/png"));
        assert!(image.bytes().starts_with(b"\x89PNG"));
        let responses = &client.openapi()["paths"]["/items/{item_id}"]["get"]["responses"];
        let media: Vec<&String> = responses["200"]["content"].as_object().unwrap().keys().collect();
        assert_eq!(media, ["application/json", "image/png"]);
    }
}

#[fastrs::test]
async fn a_message_in_place_of_the_item() {
    let client = TestClient::new(tutorial003::app());
    let answer = client.get("/items/bar").await.assert_status(404);
    assert_eq!(answer.value(), json!({ "message": "Item not found" }));
    let responses = &client.openapi()["paths"]["/items/{item_id}"]["get"]["responses"];
    assert_eq!(responses["404"]["description"], "The item was not found");
}
