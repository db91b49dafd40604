use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::first_steps::*;

#[fastrs::test]
async fn the_first_program_greets_and_documents_itself() {
    let client = TestClient::new(tutorial003::app());
    let answer: Value = client.get("/").await.assert_ok().json();
    assert_eq!(answer, json!({ "message": "Hello World" }));
    let missing: Value = client.get("/nonexistent").await.assert_status(404).json();
    assert_eq!(missing, json!({ "detail": "Not Found" }));
    client.get("/docs").await.assert_ok();
    client.get("/redoc").await.assert_ok();
    assert_eq!(client.openapi()["paths"]["/"]["get"]["summary"], "Root");
}
