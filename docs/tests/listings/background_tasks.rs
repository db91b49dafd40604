use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::background_tasks::*;

#[fastrs::test]
async fn a_notification_is_written_later() {
    let client = TestClient::new(tutorial001::app());
    client.post("/send-notification/foo@example.com").await.assert_ok();
    let log = client.get("/log").await.value();
    assert_eq!(log, json!(["notification for foo@example.com: some notification"]));
}

#[fastrs::test]
async fn dependencies_share_the_list() {
    let client = TestClient::new(tutorial002::app());
    client.post("/send-notification/foo@example.com?q=some-query").await.assert_ok();
    let log = client.get("/log").await.value();
    assert_eq!(log, json!(["found query: some-query", "message to foo@example.com"]));
}
