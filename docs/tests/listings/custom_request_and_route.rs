use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::custom_request_and_route::*;

/// `[1,2,3]`, by `gzip`.
const GZIPPED: [u8; 27] =
    [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 139, 54, 212, 49, 210, 49, 142, 5, 0, 233, 179, 109, 253, 7, 0, 0, 0];

#[fastrs::test]
async fn compressed_bodies_are_read() {
    let client = TestClient::new(tutorial001::app());
    let plain = client.post("/sum").json(&json!([1, 2, 3])).await.assert_ok().value();
    let request = client.post("/sum").header("content-encoding", "gzip");
    let zipped = request.body("application/json", GZIPPED.to_vec()).await.assert_ok().value();
    assert_eq!((&plain, &zipped), (&json!({ "sum": 6 }), &json!({ "sum": 6 })));
}

#[fastrs::test]
async fn the_error_shows_the_body() {
    let client = TestClient::new(tutorial002::app());
    let refused = client.post("/").json(&json!({ "numbers": [1] })).await.assert_status(422).value();
    assert_eq!(refused["detail"]["body"], "{\"numbers\":[1]}");
}

#[fastrs::test]
async fn some_routes_are_timed() {
    let client = TestClient::new(tutorial003::app());
    assert_eq!(client.get("/").await.header("x-response-time"), None);
    assert!(client.get("/timed").await.header("x-response-time").is_some());
}
