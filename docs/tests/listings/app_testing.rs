use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::app_testing::*;

#[fastrs::test]
async fn read_main() {
    let client = TestClient::new(tutorial001::app());
    assert_eq!(client.get("/").await.assert_ok().value(), json!({ "msg": "Hello World" }));
}

#[fastrs::test]
async fn start_up_runs_before_the_first_request() {
    for app in [tutorial003::app, tutorial004::app] {
        let client = TestClient::new(app());
        assert_eq!(client.get("/items/foo").await.value(), json!({ "name": "Fighters" }));
        client.stop().await;
    }
}

#[fastrs::test]
async fn create_and_read() {
    let client = TestClient::new(app_b::app());
    let item = json!({ "id": "foobar", "title": "Foo Bar", "description": "The Foo Barters" });
    let create = || client.post("/items/").header("x-token", "coneofsilence").json(&item);
    assert_eq!(create().await.assert_status(200).value(), item);
    create().await.assert_status(409);
    client.get("/items/foobar").header("x-token", "hailhydra").await.assert_status(400);
    client.get("/items/baz").header("x-token", "coneofsilence").await.assert_status(404);
}
