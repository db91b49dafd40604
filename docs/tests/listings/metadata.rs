use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::metadata::*;

#[fastrs::test]
async fn the_document_says_who_offers_what() {
    let client = TestClient::new(tutorial001::app());
    let info = &client.openapi()["info"];
    assert_eq!(info["title"], "ChimichangApp");
    assert_eq!(info["contact"]["email"], "dp@x-force.example.com");
    let license = json!({ "name": "Apache 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0.html" });
    assert_eq!(info["license"], license);
}

#[fastrs::test]
async fn the_document_moves() {
    let client = TestClient::new(tutorial002::app());
    client.get("/openapi.json").await.assert_status(404);
    client.get("/api/v1/openapi.json").await.assert_ok();
    assert!(client.get("/docs").await.text().contains("\"/api/v1/openapi.json\""));
}

#[fastrs::test]
async fn the_pages_move_and_go() {
    let client = TestClient::new(tutorial003::app());
    client.get("/docs").await.assert_status(404);
    client.get("/redoc").await.assert_status(404);
    client.get("/documentation").await.assert_ok();
}

#[fastrs::test]
async fn tags_are_described_in_their_order() {
    let client = TestClient::new(tutorial004::app());
    let tags = &client.openapi()["tags"];
    assert_eq!((&tags[0]["name"], &tags[1]["name"]), (&json!("users"), &json!("items")));
    let docs = json!({ "description": "Items external docs", "url": "https://fastapi.tiangolo.com/" });
    assert_eq!(tags[1]["externalDocs"], docs);
}
