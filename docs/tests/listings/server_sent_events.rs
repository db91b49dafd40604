use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::server_sent_events::*;

#[fastrs::test]
async fn events_with_all_their_fields() {
    let text = TestClient::new(tutorial002::app()).get("/items/stream").await.assert_ok().text();
    let first = ": stream of item updates\n\nevent: item_update\ndata: {\"name\":\"Plumbus\",\"price\":32.99}\nid: 1\nretry: 5000\n\n";
    assert!(text.starts_with(first), "{text}");
}

#[fastrs::test]
async fn a_client_goes_on_where_it_was() {
    let client = TestClient::new(tutorial004::app());
    let rest = client.get("/items/stream").header("last-event-id", "1").await.assert_ok();
    assert_eq!(rest.text(), "data: {\"name\":\"Meeseeks Box\",\"price\":49.99}\nid: 2\n\n");
    let strange =
        client.get("/items/stream").header("last-event-id", "-9223372036854775808").await.assert_ok();
    assert_eq!(strange.text().matches("data:").count(), 3);
}

#[fastrs::test]
async fn post_can_stream_too() {
    let client = TestClient::new(tutorial005::app());
    let chat = client.post("/chat/stream").json(&json!({ "text": "hello world" })).await.assert_ok();
    let text =
        "event: token\ndata: \"hello\"\n\nevent: token\ndata: \"world\"\n\nevent: done\ndata: [DONE]\n\n";
    assert_eq!(chat.text(), text);
}
