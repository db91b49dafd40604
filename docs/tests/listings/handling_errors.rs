use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::handling_errors::*;

#[fastrs::test]
async fn an_error_has_a_status_a_detail_and_headers() {
    let client = TestClient::new(tutorial001::app());
    let missing = client.get("/items/bar").await.assert_status(404).value();
    assert_eq!(missing, json!({ "detail": "Item not found" }));
    let client = TestClient::new(tutorial002::app());
    let missing = client.get("/items-header/bar").await.assert_status(404);
    assert_eq!(missing.header("x-error"), Some("There goes my error"));
}

#[fastrs::test]
async fn an_error_of_a_type() {
    let client = TestClient::new(tutorial003::app());
    let answer = client.get("/unicorns/yolo").await.assert_status(418).value();
    assert_eq!(answer, json!({ "message": "Oops! yolo did something. There goes a rainbow..." }));
    client.get("/unicorns/shinny").await.assert_status(200);
}

#[fastrs::test]
async fn errors_as_text() {
    let client = TestClient::new(tutorial004::app());
    let invalid = client.get("/items/foo").await.assert_status(400);
    assert!(
        invalid.text().starts_with("Validation errors:\nField: ('path', 'item_id'), Error: Input should be")
    );
    assert_eq!(client.get("/items/3").await.assert_status(418).text(), "Nope! I don't like 3.");
}

#[fastrs::test]
async fn the_422_shows_the_body() {
    let client = TestClient::new(tutorial005::app());
    let body = json!({ "title": "towel", "size": "XL" });
    let refused = client.post("/items/").json(&body).await.assert_status(422).value();
    assert_eq!(refused["body"], body);
    assert_eq!(refused["detail"][0]["loc"], json!(["body", "size"]));
}

#[fastrs::test]
async fn the_errors_as_they_were() {
    let client = TestClient::new(tutorial006::app());
    let answer = client.get("/items/3").await.assert_status(418).value();
    assert_eq!(answer, json!({ "detail": "Nope! I don't like 3." }));
    let refused = client.get("/items/foo").await.assert_status(422).value();
    assert_eq!(refused["detail"][0]["type"], "int_parsing");
}
