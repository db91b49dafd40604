use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::caching::*;

#[fastrs::test]
async fn answers_are_kept_for_a_minute() {
    let client = TestClient::new(answers::app());
    let first = client.get("/reports/north?since=2020").await.assert_ok();
    assert_eq!(first.header("cache-control"), Some("public, max-age=60"));
    let tag = first.header("etag").unwrap().to_owned();
    client.get("/reports/north?since=2020").header("if-none-match", &tag).await.assert_status(304);
    let other = client.get("/reports/north").await.assert_ok();
    assert_ne!(other.header("etag"), Some(&*tag));
}

#[fastrs::test]
async fn everyone_has_a_list_of_their_own_and_a_write_is_seen_at_once() {
    let client = TestClient::new(invalidation::app());
    let list = async |name: &str| client.get("/todos").bearer(name).await.assert_ok();
    let create = async |name: &str, title: &str| {
        client.post("/todos").bearer(name).json(&json!({ "title": title })).await.assert_status(201);
    };
    create("ann", "tea").await;
    assert_eq!(list("ann").await.value(), json!([{ "title": "tea" }]));
    assert_eq!(list("ben").await.value(), json!([]));
    create("ann", "milk").await;
    assert_eq!(list("ann").await.value(), json!([{ "title": "tea" }, { "title": "milk" }]));
    assert_eq!(list("ann").await.header("cache-control"), Some("private, no-cache"));
    client.get("/todos").await.assert_status(401);
}

#[fastrs::test]
async fn values_are_kept_too() {
    let client = TestClient::new(values::app());
    for _ in 0..2 {
        assert_eq!(client.get("/rates/USD").await.value(), json!({ "currency": "USD", "rate": 1.09 }));
        client.get("/rates/XXX").await.assert_status(404);
        assert_eq!(client.get("/motto").await.text(), "much work");
    }
}
