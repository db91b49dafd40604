use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::openapi_webhooks::*;

#[fastrs::test]
async fn a_webhook_is_described_and_not_served() {
    let client = TestClient::new(tutorial001::app());
    let webhook = &client.openapi()["webhooks"]["new-subscription"]["post"];
    assert_eq!(webhook["operationId"], "new_subscriptionnew_subscription_post");
    let body = &webhook["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(*body, json!({ "$ref": "#/components/schemas/Subscription" }));
    let paths: Vec<_> = client.openapi()["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/users/"]);
    client.post("/new-subscription").await.assert_status(404);
}
