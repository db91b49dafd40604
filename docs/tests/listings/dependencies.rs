use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::dependencies::*;

#[fastrs::test]
async fn parameters_in_common() {
    for app in [tutorial001::app, tutorial001_02::app] {
        let client = TestClient::new(app());
        let items = client.get("/items/?q=foo&skip=5&limit=30").await.value();
        assert_eq!(items, json!({ "q": "foo", "skip": 5, "limit": 30 }));
        assert_eq!(client.get("/users/").await.value(), json!({ "q": null, "skip": 0, "limit": 100 }));
    }
}

#[fastrs::test]
async fn a_page_of_items() {
    let client = TestClient::new(tutorial004::app());
    let items = client.get("/items/?q=bar&skip=1&limit=1").await.value();
    assert_eq!(items, json!({ "q": "bar", "items": [{ "item_name": "Bar" }] }));
}

#[fastrs::test]
async fn a_dependency_of_a_dependency() {
    let client = TestClient::new(tutorial005::app());
    let ask = |query| client.get(query).cookie("last_query", "before");
    assert_eq!(ask("/items/?q=now").await.value(), json!({ "q_or_cookie": "now" }));
    assert_eq!(ask("/items/").await.value(), json!({ "q_or_cookie": "before" }));
}

#[fastrs::test]
async fn dependencies_for_their_effect() {
    let client = TestClient::new(tutorial006::app());
    let both = client.get("/items/").await.assert_status(422).value();
    assert_eq!(both["detail"].as_array().unwrap().len(), 2);
    let token = client.get("/items/").header("x-token", "fake-super-secret-token");
    let answer = token.header("x-key", "no").await.assert_status(400).value();
    assert_eq!(answer["detail"], "X-Key header invalid");
}

#[fastrs::test]
async fn the_second_half_sees_the_error() {
    let client = TestClient::new(tutorial008b::app());
    let owner = client.get("/items/plumbus").await.assert_status(400).value();
    assert_eq!(owner["detail"], "Owner error: Rick");
    client.get("/items/portal-gun").await.assert_status(200);
    let client = TestClient::new(tutorial008d::app());
    client.get("/items/portal-gun").await.assert_status(500);
    client.get("/items/foo").await.assert_status(404);
    assert_eq!(TestClient::new(tutorial008e::app()).get("/users/me").await.value(), "Rick");
}

#[fastrs::test]
async fn a_parameterised_dependency() {
    let client = TestClient::new(tutorial011::app());
    let check = client.get("/query-checker/?q=foobar").await.value();
    assert_eq!(check, json!({ "fixed_content_in_query": true }));
}

#[fastrs::test]
async fn dependencies_of_the_whole_app() {
    let client = TestClient::new(tutorial012::app());
    client.get("/users/").await.assert_status(422);
    let request = client.get("/items/").header("x-token", "fake-super-secret-token");
    request.header("x-key", "fake-super-secret-key").await.assert_ok();
}
