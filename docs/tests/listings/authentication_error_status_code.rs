use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::authentication_error_status_code::*;

#[fastrs::test]
async fn a_missing_token_is_a_403() {
    let client = TestClient::new(tutorial001::app());
    let refused = client.get("/me").await.assert_status(403);
    assert_eq!(refused.value(), json!({ "detail": "Not authenticated" }));
    let answer = client.get("/me").bearer("abc").await.assert_ok().value();
    assert_eq!(answer, json!({ "message": "You are authenticated", "token": "abc" }));
    let responses = &client.openapi()["paths"]["/me"]["get"]["responses"];
    assert!(responses["403"].is_object() && responses["401"].is_null());
}
