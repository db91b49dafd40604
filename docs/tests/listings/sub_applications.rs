use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::sub_applications::*;

#[fastrs::test]
async fn each_app_has_its_own_document() {
    let client = TestClient::new(tutorial001::app());
    assert_eq!(client.get("/app").await.value(), json!({ "message": "Hello World from main app" }));
    assert_eq!(client.get("/subapi/sub").await.value(), json!({ "message": "Hello World from sub API" }));
    let sub = client.get("/subapi/openapi.json").await.value();
    assert_eq!(sub["servers"], json!([{ "url": "/subapi" }]));
    assert!(sub["paths"]["/sub"].is_object() && client.openapi()["paths"]["/subapi/sub"].is_null());
}
